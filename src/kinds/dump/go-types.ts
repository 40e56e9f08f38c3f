// Written by tools/generate-kinds.mjs: change that, not this.

/** What Go's reflection tells of PodTemplateSpec and all below it; the format is told in dump.ts. */
export const goTypes = `
core/v1.AWSElasticBlockStoreVolumeSource|VolumeID string|FSType string fsType|Partition int32|ReadOnly bool
core/v1.Affinity|NodeAffinity *core/v1.NodeAffinity|PodAffinity *core/v1.PodAffinity|PodAntiAffinity *core/v1.PodAntiAffinity
core/v1.AppArmorProfileType=string
core/v1.AppArmorProfile|Type core/v1.AppArmorProfileType|LocalhostProfile *string
core/v1.AzureDataDiskCachingMode=string
core/v1.AzureDataDiskKind=string
core/v1.AzureDiskVolumeSource|DiskName string|DataDiskURI string diskURI|CachingMode *core/v1.AzureDataDiskCachingMode|FSType *string fsType|ReadOnly *bool|Kind *core/v1.AzureDataDiskKind
core/v1.AzureFileVolumeSource|SecretName string|ShareName string|ReadOnly bool
core/v1.CSIVolumeSource|Driver string|ReadOnly *bool|FSType *string fsType|VolumeAttributes map[string]string|NodePublishSecretRef *core/v1.LocalObjectReference
core/v1.Capabilities|Add []core/v1.Capability|Drop []core/v1.Capability
core/v1.Capability=string
core/v1.CephFSVolumeSource|Monitors []string|Path string|User string|SecretFile string|SecretRef *core/v1.LocalObjectReference|ReadOnly bool
core/v1.CinderVolumeSource|VolumeID string|FSType string fsType|ReadOnly bool|SecretRef *core/v1.LocalObjectReference
core/v1.ClusterTrustBundleProjection|Name *string|SignerName *string|LabelSelector *meta/v1.LabelSelector|Optional *bool|Path string
core/v1.ConfigMapEnvSource|LocalObjectReference core/v1.LocalObjectReference -|Optional *bool
core/v1.ConfigMapKeySelector|LocalObjectReference core/v1.LocalObjectReference -|Key string|Optional *bool
core/v1.ConfigMapProjection|LocalObjectReference core/v1.LocalObjectReference -|Items []core/v1.KeyToPath|Optional *bool
core/v1.ConfigMapVolumeSource|LocalObjectReference core/v1.LocalObjectReference -|Items []core/v1.KeyToPath|DefaultMode *int32|Optional *bool
core/v1.ContainerPort|Name string|HostPort int32|ContainerPort int32|Protocol core/v1.Protocol|HostIP string
core/v1.ContainerResizePolicy|ResourceName core/v1.ResourceName|RestartPolicy core/v1.ResourceResizeRestartPolicy
core/v1.ContainerRestartPolicy=string
core/v1.ContainerRestartRuleAction=string
core/v1.ContainerRestartRuleOnExitCodesOperator=string
core/v1.ContainerRestartRuleOnExitCodes|Operator core/v1.ContainerRestartRuleOnExitCodesOperator|Values []int32
core/v1.ContainerRestartRule|Action core/v1.ContainerRestartRuleAction|ExitCodes *core/v1.ContainerRestartRuleOnExitCodes
core/v1.Container|Name string|Image string|Command []string|Args []string|WorkingDir string|Ports []core/v1.ContainerPort|EnvFrom []core/v1.EnvFromSource|Env []core/v1.EnvVar|Resources core/v1.ResourceRequirements|ResizePolicy []core/v1.ContainerResizePolicy|RestartPolicy *core/v1.ContainerRestartPolicy|RestartPolicyRules []core/v1.ContainerRestartRule|VolumeMounts []core/v1.VolumeMount|VolumeDevices []core/v1.VolumeDevice|LivenessProbe *core/v1.Probe|ReadinessProbe *core/v1.Probe|StartupProbe *core/v1.Probe|Lifecycle *core/v1.Lifecycle|TerminationMessagePath string|TerminationMessagePolicy core/v1.TerminationMessagePolicy|ImagePullPolicy core/v1.PullPolicy|SecurityContext *core/v1.SecurityContext|Stdin bool|StdinOnce bool|TTY bool tty
core/v1.DNSPolicy=string
core/v1.DownwardAPIProjection|Items []core/v1.DownwardAPIVolumeFile
core/v1.DownwardAPIVolumeFile|Path string|FieldRef *core/v1.ObjectFieldSelector|ResourceFieldRef *core/v1.ResourceFieldSelector|Mode *int32
core/v1.DownwardAPIVolumeSource|Items []core/v1.DownwardAPIVolumeFile|DefaultMode *int32
core/v1.EmptyDirVolumeSource|Medium core/v1.StorageMedium|SizeLimit *resource.Quantity
core/v1.EnvFromSource|Prefix string|ConfigMapRef *core/v1.ConfigMapEnvSource|SecretRef *core/v1.SecretEnvSource
core/v1.EnvVarSource|FieldRef *core/v1.ObjectFieldSelector|ResourceFieldRef *core/v1.ResourceFieldSelector|ConfigMapKeyRef *core/v1.ConfigMapKeySelector|SecretKeyRef *core/v1.SecretKeySelector|FileKeyRef *core/v1.FileKeySelector
core/v1.EnvVar|Name string|Value string|ValueFrom *core/v1.EnvVarSource
core/v1.EphemeralContainerCommon|Name string|Image string|Command []string|Args []string|WorkingDir string|Ports []core/v1.ContainerPort|EnvFrom []core/v1.EnvFromSource|Env []core/v1.EnvVar|Resources core/v1.ResourceRequirements|ResizePolicy []core/v1.ContainerResizePolicy|RestartPolicy *core/v1.ContainerRestartPolicy|RestartPolicyRules []core/v1.ContainerRestartRule|VolumeMounts []core/v1.VolumeMount|VolumeDevices []core/v1.VolumeDevice|LivenessProbe *core/v1.Probe|ReadinessProbe *core/v1.Probe|StartupProbe *core/v1.Probe|Lifecycle *core/v1.Lifecycle|TerminationMessagePath string|TerminationMessagePolicy core/v1.TerminationMessagePolicy|ImagePullPolicy core/v1.PullPolicy|SecurityContext *core/v1.SecurityContext|Stdin bool|StdinOnce bool|TTY bool tty
core/v1.EphemeralContainer|EphemeralContainerCommon core/v1.EphemeralContainerCommon -|TargetContainerName string
core/v1.EphemeralVolumeSource|VolumeClaimTemplate *core/v1.PersistentVolumeClaimTemplate
core/v1.ExecAction|Command []string
core/v1.FCVolumeSource|TargetWWNs []string|Lun *int32|FSType string fsType|ReadOnly bool|WWIDs []string wwids
core/v1.FileKeySelector|VolumeName string|Path string|Key string|Optional *bool
core/v1.FlexVolumeSource|Driver string|FSType string fsType|SecretRef *core/v1.LocalObjectReference|ReadOnly bool|Options map[string]string
core/v1.FlockerVolumeSource|DatasetName string|DatasetUUID string
core/v1.GCEPersistentDiskVolumeSource|PDName string pdName|FSType string fsType|Partition int32|ReadOnly bool
core/v1.GRPCAction|Port int32|Service *string
core/v1.GitRepoVolumeSource|Repository string|Revision string|Directory string
core/v1.GlusterfsVolumeSource|EndpointsName string endpoints|Path string|ReadOnly bool
core/v1.HTTPGetAction|Path string|Port intstr.IntOrString|Host string|Scheme core/v1.URIScheme|HTTPHeaders []core/v1.HTTPHeader httpHeaders
core/v1.HTTPHeader|Name string|Value string
core/v1.HostAlias|IP string ip|Hostnames []string
core/v1.HostPathType=string
core/v1.HostPathVolumeSource|Path string|Type *core/v1.HostPathType
core/v1.ISCSIVolumeSource|TargetPortal string|IQN string iqn|Lun int32|ISCSIInterface string iscsiInterface|FSType string fsType|ReadOnly bool|Portals []string|DiscoveryCHAPAuth bool chapAuthDiscovery|SessionCHAPAuth bool chapAuthSession|SecretRef *core/v1.LocalObjectReference|InitiatorName *string
core/v1.ImageVolumeSource|Reference string|PullPolicy core/v1.PullPolicy
core/v1.KeyToPath|Key string|Path string|Mode *int32
core/v1.LifecycleHandler|Exec *core/v1.ExecAction|HTTPGet *core/v1.HTTPGetAction httpGet|TCPSocket *core/v1.TCPSocketAction tcpSocket|Sleep *core/v1.SleepAction
core/v1.Lifecycle|PostStart *core/v1.LifecycleHandler|PreStop *core/v1.LifecycleHandler|StopSignal *core/v1.Signal
core/v1.LocalObjectReference|Name string
core/v1.MountPropagationMode=string
core/v1.NFSVolumeSource|Server string|Path string|ReadOnly bool
core/v1.NodeAffinity|RequiredDuringSchedulingIgnoredDuringExecution *core/v1.NodeSelector|PreferredDuringSchedulingIgnoredDuringExecution []core/v1.PreferredSchedulingTerm
core/v1.NodeInclusionPolicy=string
core/v1.NodeSelectorOperator=string
core/v1.NodeSelectorRequirement|Key string|Operator core/v1.NodeSelectorOperator|Values []string
core/v1.NodeSelectorTerm|MatchExpressions []core/v1.NodeSelectorRequirement|MatchFields []core/v1.NodeSelectorRequirement
core/v1.NodeSelector|NodeSelectorTerms []core/v1.NodeSelectorTerm
core/v1.OSName=string
core/v1.ObjectFieldSelector|APIVersion string apiVersion|FieldPath string
core/v1.PersistentVolumeAccessMode=string
core/v1.PersistentVolumeClaimSpec|AccessModes []core/v1.PersistentVolumeAccessMode|Selector *meta/v1.LabelSelector|Resources core/v1.VolumeResourceRequirements|VolumeName string|StorageClassName *string|VolumeMode *core/v1.PersistentVolumeMode|DataSource *core/v1.TypedLocalObjectReference|DataSourceRef *core/v1.TypedObjectReference|VolumeAttributesClassName *string
core/v1.PersistentVolumeClaimTemplate|ObjectMeta meta/v1.ObjectMeta metadata|Spec core/v1.PersistentVolumeClaimSpec
core/v1.PersistentVolumeClaimVolumeSource|ClaimName string|ReadOnly bool
core/v1.PersistentVolumeMode=string
core/v1.PhotonPersistentDiskVolumeSource|PdID string|FSType string fsType
core/v1.PodAffinityTerm|LabelSelector *meta/v1.LabelSelector|Namespaces []string|TopologyKey string|NamespaceSelector *meta/v1.LabelSelector|MatchLabelKeys []string|MismatchLabelKeys []string
core/v1.PodAffinity|RequiredDuringSchedulingIgnoredDuringExecution []core/v1.PodAffinityTerm|PreferredDuringSchedulingIgnoredDuringExecution []core/v1.WeightedPodAffinityTerm
core/v1.PodAntiAffinity|RequiredDuringSchedulingIgnoredDuringExecution []core/v1.PodAffinityTerm|PreferredDuringSchedulingIgnoredDuringExecution []core/v1.WeightedPodAffinityTerm
core/v1.PodCertificateProjection|SignerName string|KeyType string|MaxExpirationSeconds *int32|CredentialBundlePath string|KeyPath string|CertificateChainPath string|UserAnnotations map[string]string
core/v1.PodConditionType=string
core/v1.PodDNSConfigOption|Name string|Value *string
core/v1.PodDNSConfig|Nameservers []string|Searches []string|Options []core/v1.PodDNSConfigOption
core/v1.PodFSGroupChangePolicy=string
core/v1.PodOS|Name core/v1.OSName
core/v1.PodReadinessGate|ConditionType core/v1.PodConditionType
core/v1.PodResourceClaim|Name string|ResourceClaimName *string|ResourceClaimTemplateName *string
core/v1.PodSELinuxChangePolicy=string
core/v1.PodSchedulingGate|Name string
core/v1.PodSchedulingGroup|PodGroupName *string
core/v1.PodSecurityContext|SELinuxOptions *core/v1.SELinuxOptions seLinuxOptions|WindowsOptions *core/v1.WindowsSecurityContextOptions|RunAsUser *int64|RunAsGroup *int64|RunAsNonRoot *bool|SupplementalGroups []int64|SupplementalGroupsPolicy *core/v1.SupplementalGroupsPolicy|FSGroup *int64 fsGroup|Sysctls []core/v1.Sysctl|FSGroupChangePolicy *core/v1.PodFSGroupChangePolicy fsGroupChangePolicy|SeccompProfile *core/v1.SeccompProfile|AppArmorProfile *core/v1.AppArmorProfile|SELinuxChangePolicy *core/v1.PodSELinuxChangePolicy seLinuxChangePolicy
core/v1.PodSpec|Volumes []core/v1.Volume|InitContainers []core/v1.Container|Containers []core/v1.Container|EphemeralContainers []core/v1.EphemeralContainer|RestartPolicy core/v1.RestartPolicy|TerminationGracePeriodSeconds *int64|ActiveDeadlineSeconds *int64|DNSPolicy core/v1.DNSPolicy dnsPolicy|NodeSelector map[string]string|ServiceAccountName string|DeprecatedServiceAccount string serviceAccount|AutomountServiceAccountToken *bool|NodeName string|HostNetwork bool|HostPID bool|HostIPC bool|ShareProcessNamespace *bool|SecurityContext *core/v1.PodSecurityContext|ImagePullSecrets []core/v1.LocalObjectReference|Hostname string|Subdomain string|Affinity *core/v1.Affinity|SchedulerName string|Tolerations []core/v1.Toleration|HostAliases []core/v1.HostAlias|PriorityClassName string|Priority *int32|DNSConfig *core/v1.PodDNSConfig dnsConfig|ReadinessGates []core/v1.PodReadinessGate|RuntimeClassName *string|EnableServiceLinks *bool|PreemptionPolicy *core/v1.PreemptionPolicy|Overhead core/v1.ResourceList|TopologySpreadConstraints []core/v1.TopologySpreadConstraint|SetHostnameAsFQDN *bool|OS *core/v1.PodOS os|HostUsers *bool|SchedulingGates []core/v1.PodSchedulingGate|ResourceClaims []core/v1.PodResourceClaim|Resources *core/v1.ResourceRequirements|HostnameOverride *string|SchedulingGroup *core/v1.PodSchedulingGroup
core/v1.PodTemplateSpec|ObjectMeta meta/v1.ObjectMeta metadata|Spec core/v1.PodSpec
core/v1.PortworxVolumeSource|VolumeID string|FSType string fsType|ReadOnly bool
core/v1.PreemptionPolicy=string
core/v1.PreferredSchedulingTerm|Weight int32|Preference core/v1.NodeSelectorTerm
core/v1.ProbeHandler|Exec *core/v1.ExecAction|HTTPGet *core/v1.HTTPGetAction httpGet|TCPSocket *core/v1.TCPSocketAction tcpSocket|GRPC *core/v1.GRPCAction grpc
core/v1.Probe|ProbeHandler core/v1.ProbeHandler -|InitialDelaySeconds int32|TimeoutSeconds int32|PeriodSeconds int32|SuccessThreshold int32|FailureThreshold int32|TerminationGracePeriodSeconds *int64
core/v1.ProcMountType=string
core/v1.ProjectedVolumeSource|Sources []core/v1.VolumeProjection|DefaultMode *int32
core/v1.Protocol=string
core/v1.PullPolicy=string
core/v1.QuobyteVolumeSource|Registry string|Volume string|ReadOnly bool|User string|Group string|Tenant string
core/v1.RBDVolumeSource|CephMonitors []string monitors|RBDImage string image|FSType string fsType|RBDPool string pool|RadosUser string user|Keyring string|SecretRef *core/v1.LocalObjectReference|ReadOnly bool
core/v1.RecursiveReadOnlyMode=string
core/v1.ResourceClaim|Name string|Request string
core/v1.ResourceFieldSelector|ContainerName string|Resource string|Divisor resource.Quantity
core/v1.ResourceList=map[core/v1.ResourceName]resource.Quantity
core/v1.ResourceName=string
core/v1.ResourceRequirements|Limits core/v1.ResourceList|Requests core/v1.ResourceList|Claims []core/v1.ResourceClaim
core/v1.ResourceResizeRestartPolicy=string
core/v1.RestartPolicy=string
core/v1.SELinuxOptions|User string|Role string|Type string|Level string
core/v1.ScaleIOVolumeSource|Gateway string|System string|SecretRef *core/v1.LocalObjectReference|SSLEnabled bool sslEnabled|ProtectionDomain string|StoragePool string|StorageMode string|VolumeName string|FSType string fsType|ReadOnly bool
core/v1.SeccompProfileType=string
core/v1.SeccompProfile|Type core/v1.SeccompProfileType|LocalhostProfile *string
core/v1.SecretEnvSource|LocalObjectReference core/v1.LocalObjectReference -|Optional *bool
core/v1.SecretKeySelector|LocalObjectReference core/v1.LocalObjectReference -|Key string|Optional *bool
core/v1.SecretProjection|LocalObjectReference core/v1.LocalObjectReference -|Items []core/v1.KeyToPath|Optional *bool
core/v1.SecretVolumeSource|SecretName string|Items []core/v1.KeyToPath|DefaultMode *int32|Optional *bool
core/v1.SecurityContext|Capabilities *core/v1.Capabilities|Privileged *bool|SELinuxOptions *core/v1.SELinuxOptions seLinuxOptions|WindowsOptions *core/v1.WindowsSecurityContextOptions|RunAsUser *int64|RunAsGroup *int64|RunAsNonRoot *bool|ReadOnlyRootFilesystem *bool|AllowPrivilegeEscalation *bool|ProcMount *core/v1.ProcMountType|SeccompProfile *core/v1.SeccompProfile|AppArmorProfile *core/v1.AppArmorProfile
core/v1.ServiceAccountTokenProjection|Audience string|ExpirationSeconds *int64|Path string
core/v1.Signal=string
core/v1.SleepAction|Seconds int64
core/v1.StorageMedium=string
core/v1.StorageOSVolumeSource|VolumeName string|VolumeNamespace string|FSType string fsType|ReadOnly bool|SecretRef *core/v1.LocalObjectReference
core/v1.SupplementalGroupsPolicy=string
core/v1.Sysctl|Name string|Value string
core/v1.TCPSocketAction|Port intstr.IntOrString|Host string
core/v1.TaintEffect=string
core/v1.TerminationMessagePolicy=string
core/v1.TolerationOperator=string
core/v1.Toleration|Key string|Operator core/v1.TolerationOperator|Value string|Effect core/v1.TaintEffect|TolerationSeconds *int64
core/v1.TopologySpreadConstraint|MaxSkew int32|TopologyKey string|WhenUnsatisfiable core/v1.UnsatisfiableConstraintAction|LabelSelector *meta/v1.LabelSelector|MinDomains *int32|NodeAffinityPolicy *core/v1.NodeInclusionPolicy|NodeTaintsPolicy *core/v1.NodeInclusionPolicy|MatchLabelKeys []string
core/v1.TypedLocalObjectReference|APIGroup *string apiGroup|Kind string|Name string
core/v1.TypedObjectReference|APIGroup *string apiGroup|Kind string|Name string|Namespace *string
core/v1.URIScheme=string
core/v1.UnsatisfiableConstraintAction=string
core/v1.VolumeDevice|Name string|DevicePath string
core/v1.VolumeMount|Name string|ReadOnly bool|RecursiveReadOnly *core/v1.RecursiveReadOnlyMode|MountPath string|SubPath string|MountPropagation *core/v1.MountPropagationMode|SubPathExpr string
core/v1.VolumeProjection|Secret *core/v1.SecretProjection|DownwardAPI *core/v1.DownwardAPIProjection|ConfigMap *core/v1.ConfigMapProjection|ServiceAccountToken *core/v1.ServiceAccountTokenProjection|ClusterTrustBundle *core/v1.ClusterTrustBundleProjection|PodCertificate *core/v1.PodCertificateProjection
core/v1.VolumeResourceRequirements|Limits core/v1.ResourceList|Requests core/v1.ResourceList
core/v1.VolumeSource|HostPath *core/v1.HostPathVolumeSource|EmptyDir *core/v1.EmptyDirVolumeSource|GCEPersistentDisk *core/v1.GCEPersistentDiskVolumeSource gcePersistentDisk|AWSElasticBlockStore *core/v1.AWSElasticBlockStoreVolumeSource awsElasticBlockStore|GitRepo *core/v1.GitRepoVolumeSource|Secret *core/v1.SecretVolumeSource|NFS *core/v1.NFSVolumeSource nfs|ISCSI *core/v1.ISCSIVolumeSource iscsi|Glusterfs *core/v1.GlusterfsVolumeSource|PersistentVolumeClaim *core/v1.PersistentVolumeClaimVolumeSource|RBD *core/v1.RBDVolumeSource rbd|FlexVolume *core/v1.FlexVolumeSource|Cinder *core/v1.CinderVolumeSource|CephFS *core/v1.CephFSVolumeSource cephfs|Flocker *core/v1.FlockerVolumeSource|DownwardAPI *core/v1.DownwardAPIVolumeSource|FC *core/v1.FCVolumeSource fc|AzureFile *core/v1.AzureFileVolumeSource|ConfigMap *core/v1.ConfigMapVolumeSource|VsphereVolume *core/v1.VsphereVirtualDiskVolumeSource|Quobyte *core/v1.QuobyteVolumeSource|AzureDisk *core/v1.AzureDiskVolumeSource|PhotonPersistentDisk *core/v1.PhotonPersistentDiskVolumeSource|Projected *core/v1.ProjectedVolumeSource|PortworxVolume *core/v1.PortworxVolumeSource|ScaleIO *core/v1.ScaleIOVolumeSource|StorageOS *core/v1.StorageOSVolumeSource storageos|CSI *core/v1.CSIVolumeSource csi|Ephemeral *core/v1.EphemeralVolumeSource|Image *core/v1.ImageVolumeSource
core/v1.Volume|Name string|VolumeSource core/v1.VolumeSource -
core/v1.VsphereVirtualDiskVolumeSource|VolumePath string|FSType string fsType|StoragePolicyName string|StoragePolicyID string
core/v1.WeightedPodAffinityTerm|Weight int32|PodAffinityTerm core/v1.PodAffinityTerm
core/v1.WindowsSecurityContextOptions|GMSACredentialSpecName *string gmsaCredentialSpecName|GMSACredentialSpec *string gmsaCredentialSpec|RunAsUserName *string|HostProcess *bool
meta/v1.LabelSelectorOperator=string
meta/v1.LabelSelectorRequirement|Key string|Operator meta/v1.LabelSelectorOperator|Values []string
meta/v1.LabelSelector|MatchLabels map[string]string|MatchExpressions []meta/v1.LabelSelectorRequirement
meta/v1.ManagedFieldsEntry|Manager string|Operation meta/v1.ManagedFieldsOperationType|APIVersion string apiVersion|Time *meta/v1.Time|FieldsType string|FieldsV1 *meta/v1.FieldsV1|Subresource string
meta/v1.ManagedFieldsOperationType=string
meta/v1.ObjectMeta|Name string|GenerateName string|Namespace string|SelfLink string|UID types.UID uid|ResourceVersion string|Generation int64|CreationTimestamp meta/v1.Time|DeletionTimestamp *meta/v1.Time|DeletionGracePeriodSeconds *int64|Labels map[string]string|Annotations map[string]string|OwnerReferences []meta/v1.OwnerReference|Finalizers []string|ManagedFields []meta/v1.ManagedFieldsEntry
meta/v1.OwnerReference|APIVersion string apiVersion|Kind string|Name string|UID types.UID uid|Controller *bool|BlockOwnerDeletion *bool
types.UID=string
`
