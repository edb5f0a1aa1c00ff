import type { Project } from './project';
import { repositoryFolders } from './repository';

/** Where projects keep what describes their deployment, seen from the folder of the program or one above it. */
const places = [
  '',
  '.k8s',
  'k8s',
  'k8s/base',
  'k8s/prod',
  'k8s/production',
  'kube',
  'kubernetes',
  'kubernetes/base',
  'manifests',
  'deploy',
  'deploy/k8s',
  'deploy/kubernetes',
  'deployment',
  'deployment/k8s',
  'deployment/kubernetes',
  'deployments',
  'deployments/k8s',
  'deployments/kubernetes',
  'docker',
  'docker/k8s',
  'infra',
  'infra/k8s',
  'infra/kubernetes',
  'infrastructure/k8s',
  'infrastructure/kubernetes',
  'ops/k8s',
  'helm',
  'helm/templates',
  'chart',
  'chart/templates',
];

const mostFiles = 40;

/** A Deployment or an autoscaler of Kubernetes, a service of Docker Swarm, the values of a Helm chart. */
const several = /^\s*(?:replicas|minReplicas|replicaCount):\s*["']?(?:[2-9]|[1-9]\d+)\b/m;

/** A command that the platform runs for a new release while the instances of the old one serve. */
const releaseSteps: ReadonlyMap<string, RegExp> = new Map([
  ['Procfile', /^release:\s*\S/m],
  ['fly.toml', /^\s*release_command\s*=/m],
  ['render.yaml', /^\s*preDeployCommand:/m],
  ['railway.json', /"preDeployCommand"/],
  ['railway.toml', /^\s*preDeployCommand\s*=/m],
]);

/**
 * True where the project itself says that instances of it serve while the next release is being put in place: several
 * replicas, or a step that the platform runs before it replaces what is running.
 */
export function servesDuringRelease(file: string, project: Project): boolean {
  return repositoryFolders(file, project).some((folder) => [...releaseSteps].some(([name, step]) => step.test(project.read(`${folder}/${name}`) ?? '')) || hasReplicas(folder, project));
}

function hasReplicas(folder: string, project: Project): boolean {
  return places.some((place) => {
    const dir = place === '' ? folder : `${folder}/${place}`;
    const files = project.names(dir).filter((name) => /\.ya?ml$/.test(name));
    return files.slice(0, mostFiles).some((name) => several.test(project.read(`${dir}/${name}`) ?? ''));
  });
}
