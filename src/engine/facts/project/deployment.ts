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

/** True where the project itself deploys several instances: some of them serve while the next release is put in place. */
export const hasSeveralInstances = (file: string, project: Project): boolean => repositoryFolders(file, project).some((folder) => hasReplicas(folder, project));

function hasReplicas(folder: string, project: Project): boolean {
  return places.some((place) => {
    const dir = place === '' ? folder : `${folder}/${place}`;
    const files = project.names(dir).filter((name) => /\.ya?ml$/.test(name));
    return files.slice(0, mostFiles).some((name) => several.test(project.read(`${dir}/${name}`) ?? ''));
  });
}
