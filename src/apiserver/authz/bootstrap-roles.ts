/**
 * The default cluster roles of Kubernetes 1.36 (facts of plugin/pkg/auth/authorizer/rbac/bootstrappolicy), one rule a line:
 * `verbs | groups | resources | names` or `verbs | paths`. `core` is the core group, `R` stands for get list watch, `W` for
 * create delete deletecollection patch update.
 */
export const CLUSTER_ROLES = `
cluster-admin
  * | * | *
  * | *
system:aggregate-to-admin
  create | authorization.k8s.io | localsubjectaccessreviews
  R W | rbac.authorization.k8s.io | rolebindings roles
system:aggregate-to-edit
  R | core | pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy
  impersonate | core | serviceaccounts
  W | core | pods pods/attach pods/exec pods/portforward pods/proxy
  create | core | pods/eviction
  W | core | configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy
  create | core | serviceaccounts/token
  W | apps | daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale
  W | autoscaling | horizontalpodautoscalers
  W | batch | cronjobs jobs
  W | extensions | daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale
  W | policy | poddisruptionbudgets
  W | networking.k8s.io | ingresses networkpolicies
  R W | coordination.k8s.io | leases
  W | resource.k8s.io | resourceclaims resourceclaimtemplates
system:aggregate-to-view
  R | core | configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status
  R | core | bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status
  R | core | namespaces
  R | discovery.k8s.io | endpointslices
  R | apps | controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status
  R | autoscaling | horizontalpodautoscalers horizontalpodautoscalers/status
  R | batch | cronjobs cronjobs/status jobs jobs/status
  R | extensions | daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale
  R | policy | poddisruptionbudgets poddisruptionbudgets/status
  R | networking.k8s.io | ingresses ingresses/status networkpolicies
  R | resource.k8s.io | resourceclaims resourceclaims/status resourceclaimtemplates
system:auth-delegator
  create | authentication.k8s.io | tokenreviews
  create | authorization.k8s.io | subjectaccessreviews
system:basic-user
  create | authorization.k8s.io | selfsubjectaccessreviews selfsubjectrulesreviews
  create | authentication.k8s.io | selfsubjectreviews
system:certificates.k8s.io:certificatesigningrequests:nodeclient
  create | certificates.k8s.io | certificatesigningrequests/nodeclient
system:certificates.k8s.io:certificatesigningrequests:selfnodeclient
  create | certificates.k8s.io | certificatesigningrequests/selfnodeclient
system:certificates.k8s.io:kube-apiserver-client-approver
  approve | certificates.k8s.io | signers | kubernetes.io/kube-apiserver-client
system:certificates.k8s.io:kube-apiserver-client-kubelet-approver
  approve | certificates.k8s.io | signers | kubernetes.io/kube-apiserver-client-kubelet
system:certificates.k8s.io:kubelet-serving-approver
  approve | certificates.k8s.io | signers | kubernetes.io/kubelet-serving
system:certificates.k8s.io:legacy-unknown-approver
  approve | certificates.k8s.io | signers | kubernetes.io/legacy-unknown
system:discovery
  get | /api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/
system:heapster
  R | core | events namespaces nodes pods
  R | extensions | deployments
system:kube-aggregator
  R | core | endpoints services
system:kube-controller-manager
  create patch update | core events.k8s.io | events
  create | coordination.k8s.io | leases
  get update | coordination.k8s.io | leases | kube-controller-manager
  create | core | secrets serviceaccounts
  delete | core | secrets
  get | core | configmaps namespaces secrets serviceaccounts
  update | core | secrets serviceaccounts
  create | authentication.k8s.io | tokenreviews
  create | authorization.k8s.io | subjectaccessreviews
  list watch | * | *
  create | core | serviceaccounts/token
system:kube-dns
  list watch | core | endpoints services
system:kube-scheduler
  create patch update | core events.k8s.io | events
  create | coordination.k8s.io | leases
  get list update watch | coordination.k8s.io | leases | kube-scheduler
  R W | coordination.k8s.io | leasecandidates
  R | core | nodes
  delete get list watch | core | pods
  create | core | bindings pods/binding
  patch update | core | pods/status
  R | core | replicationcontrollers services
  R | apps extensions | replicasets
  R | apps | statefulsets
  R | policy | poddisruptionbudgets
  R | core | persistentvolumeclaims persistentvolumes
  create | authentication.k8s.io | tokenreviews
  create | authorization.k8s.io | subjectaccessreviews
  R | storage.k8s.io | csinodes
  R | storage.k8s.io | volumeattachments
  R | core | namespaces
  R | storage.k8s.io | csidrivers
  R | storage.k8s.io | csistoragecapacities
  R | resource.k8s.io | deviceclasses
  R patch update | resource.k8s.io | resourceclaims
  R patch update | resource.k8s.io | resourceclaims/status
  R patch update | core | pods/finalizers
  R | resource.k8s.io | resourceslices
  R | resource.k8s.io | devicetaintrules
system:kubelet-api-admin
  R | core | nodes
  proxy | core | nodes
  * | core | nodes/log nodes/metrics nodes/proxy nodes/stats
  * | core | nodes/configz nodes/healthz nodes/pods
system:monitoring
  get | /healthz /healthz/* /livez /livez/* /metrics /metrics/slis /readyz /readyz/*
  get | /flagz
  get | /statusz
system:node
  create | authentication.k8s.io | tokenreviews
  create | authorization.k8s.io | localsubjectaccessreviews subjectaccessreviews
  R | core | services
  create get list watch | core | nodes
  patch update | core | nodes/status
  patch update | core | nodes
  create patch update | core | events
  R | core | pods
  create delete | core | pods
  patch update | core | pods/status
  create | core | pods/eviction
  R | core | configmaps secrets
  get | core | persistentvolumeclaims persistentvolumes
  get | core | endpoints
  create get list watch | certificates.k8s.io | certificatesigningrequests
  create delete get patch update | coordination.k8s.io | leases
  get | storage.k8s.io | volumeattachments
  create | core | serviceaccounts/token
  get patch update | core | persistentvolumeclaims/status
  R | storage.k8s.io | csidrivers
  create delete get patch update | storage.k8s.io | csinodes
  R | node.k8s.io | runtimeclasses
  get | resource.k8s.io | resourceclaims
  deletecollection | resource.k8s.io | resourceslices
  R | certificates.k8s.io | clustertrustbundles
  get | core | serviceaccounts
system:node-bootstrapper
  create get list watch | certificates.k8s.io | certificatesigningrequests
system:node-problem-detector
  get | core | nodes
  patch | core | nodes/status
  create patch update | core events.k8s.io | events
system:node-proxier
  list watch | core | endpoints services
  R | core | nodes
  create patch update | core events.k8s.io | events
  list watch | networking.k8s.io | servicecidrs
  list watch | discovery.k8s.io | endpointslices
system:persistent-volume-provisioner
  create delete get list watch | core | persistentvolumes
  R update | core | persistentvolumeclaims
  R | storage.k8s.io | storageclasses
  watch | core | events
  create patch update | core events.k8s.io | events
system:public-info-viewer
  get | /healthz /livez /readyz /version /version/
system:service-account-issuer-discovery
  get | /.well-known/openid-configuration /.well-known/openid-configuration/ /openid/v1/jwks /openid/v1/jwks/
system:volume-scheduler
  R patch update | core | persistentvolumes
  R | storage.k8s.io | storageclasses
  R patch update | core | persistentvolumeclaims
`

/** Roles that gather the rules of others: name, the label they gather by, labels of their own (`aggregate-to-…`). */
export const AGGREGATED_ROLES: readonly (readonly [name: string, gathers: string, labels: readonly string[]])[] = [
  ['admin', 'admin', []],
  ['edit', 'edit', ['admin']],
  ['view', 'view', ['edit']],
]

/** Bindings of the cluster roles: `role | kind name …`. */
export const CLUSTER_BINDINGS = `
cluster-admin | Group system:masters
system:monitoring | Group system:monitoring
system:discovery | Group system:authenticated
system:basic-user | Group system:authenticated
system:public-info-viewer | Group system:authenticated system:unauthenticated
system:node-proxier | User system:kube-proxy
system:kube-controller-manager | User system:kube-controller-manager
system:kube-dns | ServiceAccount kube-system/kube-dns
system:kube-scheduler | User system:kube-scheduler
system:volume-scheduler | User system:kube-scheduler
system:service-account-issuer-discovery | Group system:serviceaccounts
system:node |
`

/** Roles in namespaces, as `namespace/name`. */
export const NAMESPACE_ROLES = `
kube-system/extension-apiserver-authentication-reader
  R | core | configmaps | extension-apiserver-authentication
kube-system/system:controller:bootstrap-signer
  R | core | secrets
kube-system/system:controller:cloud-provider
  create get list watch | core | configmaps
kube-system/system:controller:token-cleaner
  delete get list watch | core | secrets
  create patch update | core events.k8s.io | events
kube-system/system::leader-locking-kube-controller-manager
  watch | core | configmaps
  get update | core | configmaps | kube-controller-manager
kube-system/system::leader-locking-kube-scheduler
  watch | core | configmaps
  get update | core | configmaps | kube-scheduler
kube-public/system:controller:bootstrap-signer
  R | core | configmaps
  update | core | configmaps | cluster-info
  create patch update | core events.k8s.io | events
`

/** Bindings in namespaces: `namespace/name | role | kind name … | kind name …`. */
export const NAMESPACE_BINDINGS = `
kube-system/system::extension-apiserver-authentication-reader | extension-apiserver-authentication-reader | User system:kube-controller-manager system:kube-scheduler
kube-system/system::leader-locking-kube-controller-manager | system::leader-locking-kube-controller-manager | User system:kube-controller-manager | ServiceAccount kube-system/kube-controller-manager
kube-system/system::leader-locking-kube-scheduler | system::leader-locking-kube-scheduler | User system:kube-scheduler | ServiceAccount kube-system/kube-scheduler
kube-system/system:controller:bootstrap-signer | system:controller:bootstrap-signer | ServiceAccount kube-system/bootstrap-signer
kube-system/system:controller:cloud-provider | system:controller:cloud-provider | ServiceAccount kube-system/cloud-provider
kube-system/system:controller:token-cleaner | system:controller:token-cleaner | ServiceAccount kube-system/token-cleaner
kube-public/system:controller:bootstrap-signer | system:controller:bootstrap-signer | ServiceAccount kube-system/bootstrap-signer
`
