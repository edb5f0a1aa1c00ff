import type { Project } from './project';

/** Folders whose files describe a developer's machine, a test or an example. */
const trials = /(?:^|\/)\.?(?:dev(?:el|elopment)?|local\w*|docs?|documentation|examples?|samples?|demos?|ci|monitoring|grafana)\//i;

const named = /\.(?:ya?ml|conf|cfg|toml|tf|hcl|tpl|tmpl|template|j2|nginx|caddyfile)$|(?:^|\/)(?:caddyfile|procfile)$/i;

/** True for a file that may say how a project is deployed. @param relative its path in the project */
export const mayDescribeDeployment = (relative: string): boolean => named.test(relative) && !trials.test(relative);

/** Most files that are read for it: beyond them a repository holds the deployments of other things too. */
const mostFiles = 400;

/** A file that is longer is a list of something. */
const longest = 200_000;

interface Evidence {
  readonly file?: RegExp;
  readonly text: RegExp;
}

/** What reads a request's headers whole before it passes the request on. No pattern runs on over empty lines: a file may be full of them. */
const fronts: readonly Evidence[] = [
  { text: /^[ \t]*(?:proxy_pass\s+["']?(?:https?:|\$)|(?:fastcgi|uwsgi|grpc)_pass\s)/m },
  { file: /caddyfile/i, text: /^[ \t]*reverse_proxy\s/m },
  { file: /haproxy/i, text: /^[ \t]*mode[ \t]+http\b/m },
  { text: /\bhttp_connection_manager\b/ },
  { text: /\btraefik\.(?:http\.routers|frontend)\b/ },
  { file: /traefik/i, text: /^[ \t]*(?:loadBalancer|\[http\.routers)/m },
  { file: /compose[\w.-]*\.ya?ml$/i, text: /^[ \t]*image:\s*["']?(?:[\w.-]+\/)*(?:caddy|traefik|haproxy|envoy|nginx-proxy(?:-manager)?)\b|\bVIRTUAL_HOST\b/m },
  // Ingress, the routes of the Gateway API, Traefik, Istio, Contour, OpenShift and Knative's services, also as one item of a list.
  { text: /^(?:[ \t]*-[ \t]+| {0,2})kind:\s*["']?(?:Ingress|HTTPRoute|GRPCRoute|IngressRoute|VirtualService|HTTPProxy)["']?[ \t\r]*$/m },
  { text: /^(?:[ \t]*-[ \t]+| {0,2})apiVersion:\s*["']?(?:route\.openshift\.io|serving\.knative\.dev)\//m },
  // Platforms whose own router takes the connections: Cloud Foundry, App Engine, Cloud Run, Fly, Heroku, Render, Railway.
  { file: /(?:^|\/)[\w.-]*manifest[\w.-]*\.ya?ml$/i, text: /^applications:[ \t\r]*$/m },
  { file: /(?:^|\/)app[\w.-]*\.ya?ml$/i, text: /^runtime:\s/m },
  { text: /\bgcloud\s+(?:beta\s+)?(?:run|app)\s+deploy\b|["']run["'],\s*["']deploy["']/ },
  { file: /(?:^|\/)fly(?:\.[\w-]+)?\.toml$/i, text: /^\[+(?:http_service|services)\b/m },
  { file: /(?:^|\/)procfile$/i, text: /^web:/m },
  { file: /(?:^|\/)heroku\.ya?ml$/i, text: /^[ \t]+web:/m },
  { file: /(?:^|\/)render\.ya?ml$/i, text: /^services:/m },
  { file: /(?:^|\/)railway\.toml$/i, text: /^\[deploy\]/m },
  { file: /\.tf$/, text: /^resource\s+"(?:aws_alb\w*|aws_lb_listener_rule|aws_api_gateway\w*|aws_apigatewayv2\w*|google_cloud_run\w*|google_compute_url_map|azurerm_(?:application_gateway|app_service|linux_web_app|container_app)|heroku_app)"|^[ \t]*protocol\s*=\s*"HTTPS?"|\blb_listener_arn\b/m },
  { text: /\bAWS::(?:ElasticLoadBalancingV2::ListenerRule|ApiGateway(?:V2)?)\b/ },
];

/**
 * True where the project ships what stands before its servers: the configuration of a proxy, an ingress, or what deploys
 * them to a platform with a router of its own. No client's connection reaches the servers then.
 */
export const shipsFront = (project: Project): boolean =>
  project.deploymentFiles.slice(0, mostFiles).some((file) => {
    const relative = project.relative(file);
    const asked = fronts.filter((front) => front.file?.test(relative) !== false);
    const text = project.read(file) ?? '';
    return text.length <= longest && asked.some((front) => front.text.test(text));
  });
