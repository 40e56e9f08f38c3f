/**
 * Cluster roles of the built-in controllers, written like `CLUSTER_ROLES`. Each has `system:controller:` before its name
 * and is bound to the service account of that name in kube-system. `E` is the rule for writing events.
 */
export const CONTROLLER_ROLES = `
attachdetach-controller
  list watch | core | persistentvolumeclaims persistentvolumes
  R | core | nodes
  patch update | core | nodes/status
  list watch | core | pods
  E
  create delete get list watch | storage.k8s.io | volumeattachments
  R | storage.k8s.io | csidrivers
  R | storage.k8s.io | csinodes
clusterrole-aggregation-controller
  escalate get list patch update watch | rbac.authorization.k8s.io | clusterroles
cronjob-controller
  R update | batch | cronjobs
  create delete get list patch update watch | batch | jobs
  update | batch | cronjobs/status
  update | batch | cronjobs/finalizers
  delete list watch | core | pods
  E
daemon-set-controller
  R | apps extensions | daemonsets
  update | apps extensions | daemonsets/status
  update | apps extensions | daemonsets/finalizers
  list watch | core | nodes
  create delete list patch watch | core | pods
  create | core | pods/binding
  create delete get list patch update watch | apps | controllerrevisions
  E
deployment-controller
  R update | apps extensions | deployments
  update | apps extensions | deployments/status
  update | apps extensions | deployments/finalizers
  create delete get list patch update watch | apps extensions | replicasets
  R update | core | pods
  E
device-taint-eviction-controller
  delete get list watch | core | pods
  patch update | core | pods/status
  R | resource.k8s.io | resourceclaims
  R | resource.k8s.io | resourceslices
  R | resource.k8s.io | deviceclasses
  R | resource.k8s.io | devicetaintrules
  E
disruption-controller
  R | apps extensions | deployments
  R | apps extensions | replicasets
  R | core | replicationcontrollers
  R | policy | poddisruptionbudgets
  R | apps | statefulsets
  update | policy | poddisruptionbudgets/status
  patch update | core | pods/status
  get | * | */scale
  E
endpoint-controller
  R | core | pods services
  create delete get list update watch | core | endpoints
  create | core | endpoints/restricted
  E
endpointslice-controller
  R | core | nodes pods services
  update | core | services/finalizers
  create delete get list update watch | discovery.k8s.io | endpointslices
  E
endpointslicemirroring-controller
  R | core | endpoints services
  update | core | services/finalizers
  update | core | endpoints/finalizers
  create delete get list update watch | discovery.k8s.io | endpointslices
  E
expand-controller
  R patch update | core | persistentvolumes
  patch update | core | persistentvolumeclaims/status
  R | core | persistentvolumeclaims
  E
  get | core | services
ephemeral-volume-controller
  R | core | pods
  update | core | pods/finalizers
  create get list watch | core | persistentvolumeclaims
  E
resource-claim-controller
  R | core | pods
  update | core | pods/finalizers
  create delete get list watch | resource.k8s.io | resourceclaims
  patch update | resource.k8s.io | resourceclaims resourceclaims/status
  patch update | core | pods/status
  E
generic-garbage-collector
  delete get list patch update watch | * | *
  E
horizontal-pod-autoscaler
  R | autoscaling | horizontalpodautoscalers
  update | autoscaling | horizontalpodautoscalers/status
  get update | * | */scale
  list watch | core | pods
  list watch | metrics.k8s.io | pods
  R | custom.metrics.k8s.io | *
  R | external.metrics.k8s.io | *
  E
job-controller
  R patch update | batch | jobs
  update | batch | jobs/status
  update | batch | jobs/finalizers
  create delete list patch watch | core | pods
  E
legacy-service-account-token-cleaner
  get | core | configmaps | kube-apiserver-legacy-service-account-token-tracking
  delete patch | core | secrets
namespace-controller
  delete get list watch | core | namespaces
  update | core | namespaces/finalize namespaces/status
  delete deletecollection get list watch | * | *
node-controller
  delete get list patch update watch | core | nodes
  patch update | core | nodes/status
  patch update | core | pods/status
  delete get list watch | core | pods
  E
persistent-volume-binder
  create delete get list update watch | core | persistentvolumes
  update | core | persistentvolumes/status
  R update | core | persistentvolumeclaims
  update | core | persistentvolumeclaims/status
  create delete get list watch | core | pods
  R | storage.k8s.io | storageclasses
  list watch | core | nodes
  E
  watch | core | events
  get | core | services
pod-garbage-collector
  delete list watch | core | pods
  R | core | nodes
  patch | core | pods/status
replicaset-controller
  R update | apps extensions | replicasets
  update | apps extensions | replicasets/status
  update | apps extensions | replicasets/finalizers
  create delete list patch watch | core | pods
  E
replication-controller
  R update | core | replicationcontrollers
  update | core | replicationcontrollers/status
  update | core | replicationcontrollers/finalizers
  create delete list patch watch | core | pods
  E
resourcequota-controller
  list watch | * | *
  update | core | resourcequotas/status
  E
root-ca-cert-publisher
  create update | core | configmaps
  E
route-controller
  list watch | core | nodes
  patch | core | nodes/status
  E
selinux-warning-controller
  E
  R | core | persistentvolumes
  R | core | persistentvolumeclaims
  R | core | pods
  R | storage.k8s.io | csidrivers
service-account-controller
  create | core | serviceaccounts
  E
service-cidrs-controller
  R patch update | networking.k8s.io | servicecidrs
  patch update | networking.k8s.io | servicecidrs/finalizers
  patch update | networking.k8s.io | servicecidrs/status
  R | networking.k8s.io | ipaddresses
  E
service-controller
  R | core | services
  patch update | core | services/status
  list watch | core | nodes
  E
statefulset-controller
  list watch | core | pods
  R | apps | statefulsets
  update | apps | statefulsets/status
  update | apps | statefulsets/finalizers
  create delete get patch update | core | pods
  create delete get list patch update watch | apps | controllerrevisions
  create get list watch | core | persistentvolumeclaims
  delete update | core | persistentvolumeclaims
  update | core | pods/finalizers
  E
ttl-controller
  list patch update watch | core | nodes
  E
certificate-controller
  delete get list watch | certificates.k8s.io | certificatesigningrequests
  update | certificates.k8s.io | certificatesigningrequests/approval certificatesigningrequests/status
  approve | certificates.k8s.io | signers | kubernetes.io/kube-apiserver-client-kubelet
  sign | certificates.k8s.io | signers | kubernetes.io/legacy-unknown kubernetes.io/kube-apiserver-client kubernetes.io/kube-apiserver-client-kubelet kubernetes.io/kubelet-serving
  create | authorization.k8s.io | subjectaccessreviews
  E
pvc-protection-controller
  R update | core | persistentvolumeclaims
  R | core | pods
  E
pv-protection-controller
  R update | core | persistentvolumes
  E
ttl-after-finished-controller
  delete get list watch | batch | jobs
  E
validatingadmissionpolicy-status-controller
  R | admissionregistration.k8s.io | validatingadmissionpolicies
  get patch update | admissionregistration.k8s.io | validatingadmissionpolicies/status
  E
volumeattributesclass-protection-controller
  R | core | persistentvolumeclaims
  R | core | persistentvolumes
  R update | storage.k8s.io | volumeattributesclasses
  E
`
