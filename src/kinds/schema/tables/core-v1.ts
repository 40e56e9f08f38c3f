// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/core/v1; the format is told in ../table.ts. */
export const coreV1 = `
Volume|name 1 string r|- 2 VolumeSource ir
VolumeSource|hostPath 1 *HostPathVolumeSource e|emptyDir 2 *EmptyDirVolumeSource e|gcePersistentDisk 3 *GCEPersistentDiskVolumeSource e|awsElasticBlockStore 4 *AWSElasticBlockStoreVolumeSource e|gitRepo 5 *GitRepoVolumeSource e|secret 6 *SecretVolumeSource e|nfs 7 *NFSVolumeSource e|iscsi 8 *ISCSIVolumeSource e|glusterfs 9 *GlusterfsVolumeSource e|persistentVolumeClaim 10 *PersistentVolumeClaimVolumeSource e|rbd 11 *RBDVolumeSource e|flexVolume 12 *FlexVolumeSource e|cinder 13 *CinderVolumeSource e|cephfs 14 *CephFSVolumeSource e|flocker 15 *FlockerVolumeSource e|downwardAPI 16 *DownwardAPIVolumeSource e|fc 17 *FCVolumeSource e|azureFile 18 *AzureFileVolumeSource e|configMap 19 *ConfigMapVolumeSource e|vsphereVolume 20 *VsphereVirtualDiskVolumeSource e|quobyte 21 *QuobyteVolumeSource e|azureDisk 22 *AzureDiskVolumeSource e|photonPersistentDisk 23 *PhotonPersistentDiskVolumeSource e|projected 26 *ProjectedVolumeSource e|portworxVolume 24 *PortworxVolumeSource e|scaleIO 25 *ScaleIOVolumeSource e|storageos 27 *StorageOSVolumeSource e|csi 28 *CSIVolumeSource e|ephemeral 29 *EphemeralVolumeSource e|image 30 *ImageVolumeSource e
PersistentVolumeClaimVolumeSource|claimName 1 string r|readOnly 2 bool e
PersistentVolumeSource|gcePersistentDisk 1 *GCEPersistentDiskVolumeSource e|awsElasticBlockStore 2 *AWSElasticBlockStoreVolumeSource e|hostPath 3 *HostPathVolumeSource e|glusterfs 4 *GlusterfsPersistentVolumeSource e|nfs 5 *NFSVolumeSource e|rbd 6 *RBDPersistentVolumeSource e|iscsi 7 *ISCSIPersistentVolumeSource e|cinder 8 *CinderPersistentVolumeSource e|cephfs 9 *CephFSPersistentVolumeSource e|fc 10 *FCVolumeSource e|flocker 11 *FlockerVolumeSource e|flexVolume 12 *FlexPersistentVolumeSource e|azureFile 13 *AzureFilePersistentVolumeSource e|vsphereVolume 14 *VsphereVirtualDiskVolumeSource e|quobyte 15 *QuobyteVolumeSource e|azureDisk 16 *AzureDiskVolumeSource e|photonPersistentDisk 17 *PhotonPersistentDiskVolumeSource e|portworxVolume 18 *PortworxVolumeSource e|scaleIO 19 *ScaleIOPersistentVolumeSource e|local 20 *LocalVolumeSource e|storageos 21 *StorageOSPersistentVolumeSource e|csi 22 *CSIPersistentVolumeSource e
PersistentVolume|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 PersistentVolumeSpec e|status 3 PersistentVolumeStatus e
PersistentVolumeSpec|capacity 1 {}Quantity e|- 2 PersistentVolumeSource ir|accessModes 3 []string#PersistentVolumeAccessMode e L=atomic|claimRef 4 *ObjectReference e M=granular|persistentVolumeReclaimPolicy 5 string#PersistentVolumeReclaimPolicy e|storageClassName 6 string e|mountOptions 7 []string e L=atomic|volumeMode 8 *string#PersistentVolumeMode e|nodeAffinity 9 *VolumeNodeAffinity e|volumeAttributesClassName 10 *string e
VolumeNodeAffinity|required 1 *NodeSelector e
PersistentVolumeStatus|phase 1 string#PersistentVolumePhase e|message 2 string e|reason 3 string e|lastPhaseTransitionTime 4 *Time e
PersistentVolumeList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []PersistentVolume r
PersistentVolumeClaim|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 PersistentVolumeClaimSpec e|status 3 PersistentVolumeClaimStatus e
PersistentVolumeClaimList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []PersistentVolumeClaim r
PersistentVolumeClaimSpec|accessModes 1 []string#PersistentVolumeAccessMode e L=atomic|selector 4 *meta/v1.LabelSelector e|resources 2 VolumeResourceRequirements e|volumeName 3 string e|storageClassName 5 *string e|volumeMode 6 *string#PersistentVolumeMode e|dataSource 7 *TypedLocalObjectReference e|dataSourceRef 8 *TypedObjectReference e|volumeAttributesClassName 9 *string e
TypedObjectReference|apiGroup 1 *string -|kind 2 string r|name 3 string r|namespace 4 *string e
ModifyVolumeStatus|targetVolumeAttributesClassName 1 string e|status 2 string#PersistentVolumeClaimModifyVolumeStatus r
PersistentVolumeClaimCondition|type 1 string r|status 2 string r|lastProbeTime 3 Time e|lastTransitionTime 4 Time e|reason 5 string e|message 6 string e
PersistentVolumeClaimStatus|phase 1 string#PersistentVolumeClaimPhase e|accessModes 2 []string#PersistentVolumeAccessMode e L=atomic|capacity 3 {}Quantity e|conditions 4 []PersistentVolumeClaimCondition e G=type P=merge L=map K=type|allocatedResources 5 {}Quantity e|allocatedResourceStatuses 7 {}string#ClaimResourceStatus e M=granular|currentVolumeAttributesClassName 8 *string e|modifyVolumeStatus 9 *ModifyVolumeStatus e
HostPathVolumeSource|path 1 string r|type 2 *string#HostPathType e
EmptyDirVolumeSource|medium 1 string e|sizeLimit 2 *Quantity e
GlusterfsVolumeSource|endpoints 1 string r|path 2 string r|readOnly 3 bool e
GlusterfsPersistentVolumeSource|endpoints 1 string r|path 2 string r|readOnly 3 bool e|endpointsNamespace 4 *string e
RBDVolumeSource|monitors 1 []string r L=atomic|image 2 string r|fsType 3 string e|pool 4 string e D="rbd"|user 5 string e D="admin"|keyring 6 string e D="/etc/ceph/keyring"|secretRef 7 *LocalObjectReference e|readOnly 8 bool e
RBDPersistentVolumeSource|monitors 1 []string r L=atomic|image 2 string r|fsType 3 string e|pool 4 string e D="rbd"|user 5 string e D="admin"|keyring 6 string e D="/etc/ceph/keyring"|secretRef 7 *SecretReference e|readOnly 8 bool e
CinderVolumeSource|volumeID 1 string r|fsType 2 string e|readOnly 3 bool e|secretRef 4 *LocalObjectReference e
CinderPersistentVolumeSource|volumeID 1 string r|fsType 2 string e|readOnly 3 bool e|secretRef 4 *SecretReference e
CephFSVolumeSource|monitors 1 []string r L=atomic|path 2 string e|user 3 string e|secretFile 4 string e|secretRef 5 *LocalObjectReference e|readOnly 6 bool e
SecretReference M=atomic|name 1 string e|namespace 2 string e
CephFSPersistentVolumeSource|monitors 1 []string r L=atomic|path 2 string e|user 3 string e|secretFile 4 string e|secretRef 5 *SecretReference e|readOnly 6 bool e
FlockerVolumeSource|datasetName 1 string e|datasetUUID 2 string e
GCEPersistentDiskVolumeSource|pdName 1 string r|fsType 2 string e|partition 3 int32 e|readOnly 4 bool e
QuobyteVolumeSource|registry 1 string r|volume 2 string r|readOnly 3 bool e|user 4 string e|group 5 string e|tenant 6 string e
FlexPersistentVolumeSource|driver 1 string r|fsType 2 string e|secretRef 3 *SecretReference e|readOnly 4 bool e|options 5 {}string e
FlexVolumeSource|driver 1 string r|fsType 2 string e|secretRef 3 *LocalObjectReference e|readOnly 4 bool e|options 5 {}string e
AWSElasticBlockStoreVolumeSource|volumeID 1 string r|fsType 2 string e|partition 3 int32 e|readOnly 4 bool e
GitRepoVolumeSource|repository 1 string r|revision 2 string e|directory 3 string e
SecretVolumeSource|secretName 1 string e|items 2 []KeyToPath e L=atomic|defaultMode 3 *int32 e|optional 4 *bool e
SecretProjection|- 1 LocalObjectReference ir|items 2 []KeyToPath e L=atomic|optional 4 *bool e
NFSVolumeSource|server 1 string r|path 2 string r|readOnly 3 bool e
ISCSIVolumeSource|targetPortal 1 string r|iqn 2 string r|lun 3 int32 r|iscsiInterface 4 string e D="default"|fsType 5 string e|readOnly 6 bool e|portals 7 []string e L=atomic|chapAuthDiscovery 8 bool e|chapAuthSession 11 bool e|secretRef 10 *LocalObjectReference e|initiatorName 12 *string e
ISCSIPersistentVolumeSource|targetPortal 1 string r|iqn 2 string r|lun 3 int32 r|iscsiInterface 4 string e D="default"|fsType 5 string e|readOnly 6 bool e|portals 7 []string e L=atomic|chapAuthDiscovery 8 bool e|chapAuthSession 11 bool e|secretRef 10 *SecretReference e|initiatorName 12 *string e
FCVolumeSource|targetWWNs 1 []string e L=atomic|lun 2 *int32 e|fsType 3 string e|readOnly 4 bool e|wwids 5 []string e L=atomic
AzureFileVolumeSource|secretName 1 string r|shareName 2 string r|readOnly 3 bool e
AzureFilePersistentVolumeSource|secretName 1 string r|shareName 2 string r|readOnly 3 bool e|secretNamespace 4 *string -
VsphereVirtualDiskVolumeSource|volumePath 1 string r|fsType 2 string e|storagePolicyName 3 string e|storagePolicyID 4 string e
PhotonPersistentDiskVolumeSource|pdID 1 string r|fsType 2 string e
AzureDiskVolumeSource|diskName 1 string r|diskURI 2 string r|cachingMode 3 *string#AzureDataDiskCachingMode e D="ReadWrite"|fsType 4 *string e D="ext4"|readOnly 5 *bool e D=false|kind 6 *string#AzureDataDiskKind e D="Shared"
PortworxVolumeSource|volumeID 1 string r|fsType 2 string e|readOnly 3 bool e
ScaleIOVolumeSource|gateway 1 string r|system 2 string r|secretRef 3 *LocalObjectReference r|sslEnabled 4 bool e|protectionDomain 5 string e|storagePool 6 string e|storageMode 7 string e D="ThinProvisioned"|volumeName 8 string e|fsType 9 string e D="xfs"|readOnly 10 bool e
ScaleIOPersistentVolumeSource|gateway 1 string r|system 2 string r|secretRef 3 *SecretReference r|sslEnabled 4 bool e|protectionDomain 5 string e|storagePool 6 string e|storageMode 7 string e D="ThinProvisioned"|volumeName 8 string e|fsType 9 string e D="xfs"|readOnly 10 bool e
StorageOSVolumeSource|volumeName 1 string e|volumeNamespace 2 string e|fsType 3 string e|readOnly 4 bool e|secretRef 5 *LocalObjectReference e
StorageOSPersistentVolumeSource|volumeName 1 string e|volumeNamespace 2 string e|fsType 3 string e|readOnly 4 bool e|secretRef 5 *ObjectReference e
ConfigMapVolumeSource|- 1 LocalObjectReference ir|items 2 []KeyToPath e L=atomic|defaultMode 3 *int32 e|optional 4 *bool e
ConfigMapProjection|- 1 LocalObjectReference ir|items 2 []KeyToPath e L=atomic|optional 4 *bool e
ServiceAccountTokenProjection|audience 1 string e|expirationSeconds 2 *int64 e|path 3 string r
ClusterTrustBundleProjection|name 1 *string e|signerName 2 *string e|labelSelector 3 *meta/v1.LabelSelector e|optional 5 *bool e|path 4 string r
PodCertificateProjection|signerName 1 string er|keyType 2 string er|maxExpirationSeconds 3 *int32 e|credentialBundlePath 4 string e|keyPath 5 string e|certificateChainPath 6 string e|userAnnotations 7 {}string e
ProjectedVolumeSource|sources 1 []VolumeProjection - L=atomic|defaultMode 2 *int32 e
VolumeProjection|secret 1 *SecretProjection e|downwardAPI 2 *DownwardAPIProjection e|configMap 3 *ConfigMapProjection e|serviceAccountToken 4 *ServiceAccountTokenProjection e|clusterTrustBundle 5 *ClusterTrustBundleProjection e|podCertificate 6 *PodCertificateProjection e
KeyToPath|key 1 string r|path 2 string r|mode 3 *int32 e
LocalVolumeSource|path 1 string r|fsType 2 *string e
CSIPersistentVolumeSource|driver 1 string r|volumeHandle 2 string r|readOnly 3 bool e|fsType 4 string e|volumeAttributes 5 {}string e|controllerPublishSecretRef 6 *SecretReference e|nodeStageSecretRef 7 *SecretReference e|nodePublishSecretRef 8 *SecretReference e|controllerExpandSecretRef 9 *SecretReference e|nodeExpandSecretRef 10 *SecretReference e
CSIVolumeSource|driver 1 string r|readOnly 2 *bool e|fsType 3 *string e|volumeAttributes 4 {}string e|nodePublishSecretRef 5 *LocalObjectReference e
EphemeralVolumeSource|volumeClaimTemplate 1 *PersistentVolumeClaimTemplate e
PersistentVolumeClaimTemplate|metadata 1 meta/v1.ObjectMeta e|spec 2 PersistentVolumeClaimSpec r
ContainerPort|name 1 string e|hostPort 2 int32 e|containerPort 3 int32 r|protocol 4 string#Protocol e D="TCP"|hostIP 5 string e
VolumeMount|name 1 string r|readOnly 2 bool e|recursiveReadOnly 7 *string e|mountPath 3 string r|subPath 4 string e|mountPropagation 5 *string#MountPropagationMode e|subPathExpr 6 string e
VolumeDevice|name 1 string r|devicePath 2 string r
EnvVar|name 1 string r|value 2 string e|valueFrom 3 *EnvVarSource e
EnvVarSource|fieldRef 1 *ObjectFieldSelector e|resourceFieldRef 2 *ResourceFieldSelector e|configMapKeyRef 3 *ConfigMapKeySelector e|secretKeyRef 4 *SecretKeySelector e|fileKeyRef 5 *FileKeySelector e
FileKeySelector M=atomic|volumeName 1 string r|path 2 string r|key 3 string r|optional 4 *bool e D=false
ObjectFieldSelector M=atomic|apiVersion 1 string e|fieldPath 2 string r
ResourceFieldSelector M=atomic|containerName 1 string e|resource 2 string r|divisor 3 Quantity e
ConfigMapKeySelector M=atomic|- 1 LocalObjectReference ir|key 2 string r|optional 3 *bool e
SecretKeySelector M=atomic|- 1 LocalObjectReference ir|key 2 string r|optional 3 *bool e
EnvFromSource|prefix 1 string e|configMapRef 2 *ConfigMapEnvSource e|secretRef 3 *SecretEnvSource e
ConfigMapEnvSource|- 1 LocalObjectReference ir|optional 2 *bool e
SecretEnvSource|- 1 LocalObjectReference ir|optional 2 *bool e
HTTPHeader|name 1 string r|value 2 string r
HTTPGetAction|path 1 string e|port 2 IntOrString r|host 3 string e|scheme 4 string#URIScheme e|httpHeaders 5 []HTTPHeader e L=atomic
TCPSocketAction|port 1 IntOrString r|host 2 string e
GRPCAction|port 1 int32 r|service 2 *string - D=""
ExecAction|command 1 []string e L=atomic
SleepAction|seconds 1 int64 r
Probe|- 1 ProbeHandler ir|initialDelaySeconds 2 int32 e|timeoutSeconds 3 int32 e|periodSeconds 4 int32 e|successThreshold 5 int32 e|failureThreshold 6 int32 e|terminationGracePeriodSeconds 7 *int64 e
ContainerResizePolicy|resourceName 1 string r|restartPolicy 2 string r
Capabilities|add 1 []string e L=atomic|drop 2 []string e L=atomic
ResourceRequirements|limits 1 {}Quantity e|requests 2 {}Quantity e|claims 3 []ResourceClaim e L=map K=name
VolumeResourceRequirements|limits 1 {}Quantity e|requests 2 {}Quantity e
ResourceClaim|name 1 string r|request 2 string e
Container|name 1 string r|image 2 string e|command 3 []string e L=atomic|args 4 []string e L=atomic|workingDir 5 string e|ports 6 []ContainerPort e G=containerPort P=merge L=map K=containerPort,protocol|envFrom 19 []EnvFromSource e L=atomic|env 7 []EnvVar e G=name P=merge L=map K=name|resources 8 ResourceRequirements e|resizePolicy 23 []ContainerResizePolicy e L=atomic|restartPolicy 24 *string e|restartPolicyRules 25 []ContainerRestartRule e L=atomic|volumeMounts 9 []VolumeMount e G=mountPath P=merge L=map K=mountPath|volumeDevices 21 []VolumeDevice e G=devicePath P=merge L=map K=devicePath|livenessProbe 10 *Probe e|readinessProbe 11 *Probe e|startupProbe 22 *Probe e|lifecycle 12 *Lifecycle e|terminationMessagePath 13 string e|terminationMessagePolicy 20 string#TerminationMessagePolicy e|imagePullPolicy 14 string#PullPolicy e|securityContext 15 *SecurityContext e|stdin 16 bool e|stdinOnce 17 bool e|tty 18 bool e
ProbeHandler|exec 1 *ExecAction e|httpGet 2 *HTTPGetAction e|tcpSocket 3 *TCPSocketAction e|grpc 4 *GRPCAction e
LifecycleHandler|exec 1 *ExecAction e|httpGet 2 *HTTPGetAction e|tcpSocket 3 *TCPSocketAction e|sleep 4 *SleepAction e
Lifecycle|postStart 1 *LifecycleHandler e|preStop 2 *LifecycleHandler e|stopSignal 3 *string#Signal e
ContainerStateWaiting|reason 1 string e|message 2 string e
ContainerStateRunning|startedAt 1 Time e
ContainerStateTerminated|exitCode 1 int32 r|signal 2 int32 e|reason 3 string e|message 4 string e|startedAt 5 Time e|finishedAt 6 Time e|containerID 7 string e
ContainerState|waiting 1 *ContainerStateWaiting e|running 2 *ContainerStateRunning e|terminated 3 *ContainerStateTerminated e
ContainerStatus|name 1 string r|state 2 ContainerState e|lastState 3 ContainerState e|ready 4 bool r|restartCount 5 int32 r|image 6 string r|imageID 7 string r|containerID 8 string e|started 9 *bool e|allocatedResources 10 {}Quantity e|resources 11 *ResourceRequirements e|volumeMounts 12 []VolumeMountStatus e G=mountPath P=merge L=map K=mountPath|user 13 *ContainerUser e|allocatedResourcesStatus 14 []ResourceStatus e G=name P=merge L=map K=name|stopSignal 15 *string#Signal e
ResourceStatus|name 1 string r|resources 2 []ResourceHealth e L=map K=resourceID
ResourceHealth|resourceID 1 string r|health 2 string e|message 6 *string e
ContainerUser|linux 1 *LinuxContainerUser e
LinuxContainerUser|uid 1 int64 r|gid 2 int64 r|supplementalGroups 3 []int64 e L=atomic
PodCondition|type 1 string r|observedGeneration 7 int64 e|status 2 string r|lastProbeTime 3 Time e|lastTransitionTime 4 Time e|reason 5 string e|message 6 string e
VolumeMountStatus|name 1 string r|mountPath 2 string r|readOnly 3 bool e|recursiveReadOnly 4 *string e|volumeStatus 5 *VolumeStatus e
VolumeStatus|image 1 *ImageVolumeStatus e
ImageVolumeStatus|imageRef 1 string er
ContainerRestartRule|action 1 string er|exitCodes 2 *ContainerRestartRuleOnExitCodes e
ContainerRestartRuleOnExitCodes|operator 1 string er|values 2 []int32 e L=set
NodeSelector M=atomic|nodeSelectorTerms 1 []NodeSelectorTerm r L=atomic
NodeSelectorTerm M=atomic|matchExpressions 1 []NodeSelectorRequirement e L=atomic|matchFields 2 []NodeSelectorRequirement e L=atomic
NodeSelectorRequirement|key 1 string r|operator 2 string#NodeSelectorOperator r|values 3 []string e L=atomic
TopologySelectorTerm M=atomic|matchLabelExpressions 1 []TopologySelectorLabelRequirement e L=atomic
TopologySelectorLabelRequirement|key 1 string r|values 2 []string r L=atomic
Affinity|nodeAffinity 1 *NodeAffinity e|podAffinity 2 *PodAffinity e|podAntiAffinity 3 *PodAntiAffinity e
PodAffinity|requiredDuringSchedulingIgnoredDuringExecution 1 []PodAffinityTerm e L=atomic|preferredDuringSchedulingIgnoredDuringExecution 2 []WeightedPodAffinityTerm e L=atomic
PodAntiAffinity|requiredDuringSchedulingIgnoredDuringExecution 1 []PodAffinityTerm e L=atomic|preferredDuringSchedulingIgnoredDuringExecution 2 []WeightedPodAffinityTerm e L=atomic
WeightedPodAffinityTerm|weight 1 int32 r|podAffinityTerm 2 PodAffinityTerm r
PodAffinityTerm|labelSelector 1 *meta/v1.LabelSelector e|namespaces 2 []string e L=atomic|topologyKey 3 string r|namespaceSelector 4 *meta/v1.LabelSelector e|matchLabelKeys 5 []string e L=atomic|mismatchLabelKeys 6 []string e L=atomic
NodeAffinity|requiredDuringSchedulingIgnoredDuringExecution 1 *NodeSelector e|preferredDuringSchedulingIgnoredDuringExecution 2 []PreferredSchedulingTerm e L=atomic
PreferredSchedulingTerm|weight 1 int32 r|preference 2 NodeSelectorTerm r
Taint|key 1 string r|value 2 string e|effect 3 string#TaintEffect r|timeAdded 4 *Time e
Toleration|key 1 string e|operator 2 string#TolerationOperator e|value 3 string e|effect 4 string#TaintEffect e|tolerationSeconds 5 *int64 e
PodReadinessGate|conditionType 1 string r
PodSpec|volumes 1 []Volume e G=name P=merge,retainKeys L=map K=name|initContainers 20 []Container e G=name P=merge L=map K=name|containers 2 []Container r G=name P=merge L=map K=name|ephemeralContainers 34 []EphemeralContainer e G=name P=merge L=map K=name|restartPolicy 3 string#RestartPolicy e|terminationGracePeriodSeconds 4 *int64 e|activeDeadlineSeconds 5 *int64 e|dnsPolicy 6 string#DNSPolicy e|nodeSelector 7 {}string e M=atomic|serviceAccountName 8 string e|serviceAccount 9 string e|automountServiceAccountToken 21 *bool e|nodeName 10 string e|hostNetwork 11 bool e|hostPID 12 bool e|hostIPC 13 bool e|shareProcessNamespace 27 *bool e|securityContext 14 *PodSecurityContext e|imagePullSecrets 15 []LocalObjectReference e G=name P=merge L=map K=name|hostname 16 string e|subdomain 17 string e|affinity 18 *Affinity e|schedulerName 19 string e|tolerations 22 []Toleration e L=atomic|hostAliases 23 []HostAlias e G=ip P=merge L=map K=ip|priorityClassName 24 string e|priority 25 *int32 e|dnsConfig 26 *PodDNSConfig e|readinessGates 28 []PodReadinessGate e L=atomic|runtimeClassName 29 *string e|enableServiceLinks 30 *bool e|preemptionPolicy 31 *string#PreemptionPolicy e|overhead 32 {}Quantity e|topologySpreadConstraints 33 []TopologySpreadConstraint e G=topologyKey P=merge L=map K=topologyKey,whenUnsatisfiable|setHostnameAsFQDN 35 *bool e|os 36 *PodOS e|hostUsers 37 *bool e|schedulingGates 38 []PodSchedulingGate e G=name P=merge L=map K=name|resourceClaims 39 []PodResourceClaim e G=name P=merge,retainKeys L=map K=name|resources 40 *ResourceRequirements e|hostnameOverride 41 *string e|schedulingGroup 43 *PodSchedulingGroup e
PodResourceClaim|name 1 string r|resourceClaimName 3 *string e|resourceClaimTemplateName 4 *string e
PodResourceClaimStatus|name 1 string r|resourceClaimName 2 *string e
PodExtendedResourceClaimStatus|requestMappings 1 []ContainerExtendedResourceRequest r L=atomic|resourceClaimName 2 string r
ContainerExtendedResourceRequest|containerName 1 string r|resourceName 2 string r|requestName 3 string r
PodOS|name 1 string r
PodSchedulingGate|name 1 string r
PodSchedulingGroup U=,podGroupName:PodGroupName|podGroupName 1 *string e
TopologySpreadConstraint|maxSkew 1 int32 r|topologyKey 2 string r|whenUnsatisfiable 3 string#UnsatisfiableConstraintAction r|labelSelector 4 *meta/v1.LabelSelector e|minDomains 5 *int32 e|nodeAffinityPolicy 6 *string#NodeInclusionPolicy e|nodeTaintsPolicy 7 *string#NodeInclusionPolicy e|matchLabelKeys 8 []string e L=atomic
HostAlias|ip 1 string r|hostnames 2 []string e L=atomic
PodSecurityContext|seLinuxOptions 1 *SELinuxOptions e|windowsOptions 8 *WindowsSecurityContextOptions e|runAsUser 2 *int64 e|runAsGroup 6 *int64 e|runAsNonRoot 3 *bool e|supplementalGroups 4 []int64 e L=atomic|supplementalGroupsPolicy 12 *string#SupplementalGroupsPolicy e|fsGroup 5 *int64 e|sysctls 7 []Sysctl e L=atomic|fsGroupChangePolicy 9 *string#PodFSGroupChangePolicy e|seccompProfile 10 *SeccompProfile e|appArmorProfile 11 *AppArmorProfile e|seLinuxChangePolicy 13 *string e
SeccompProfile U=type,localhostProfile:LocalhostProfile|type 1 string#SeccompProfileType r|localhostProfile 2 *string e
AppArmorProfile U=type,localhostProfile:LocalhostProfile|type 1 string#AppArmorProfileType r|localhostProfile 2 *string e
PodDNSConfig|nameservers 1 []string e L=atomic|searches 2 []string e L=atomic|options 3 []PodDNSConfigOption e L=atomic
PodDNSConfigOption|name 1 string e|value 2 *string e
PodIP|ip 1 string r
HostIP|ip 1 string r
EphemeralContainerCommon|name 1 string r|image 2 string e|command 3 []string e L=atomic|args 4 []string e L=atomic|workingDir 5 string e|ports 6 []ContainerPort e G=containerPort P=merge L=map K=containerPort,protocol|envFrom 19 []EnvFromSource e L=atomic|env 7 []EnvVar e G=name P=merge L=map K=name|resources 8 ResourceRequirements e|resizePolicy 23 []ContainerResizePolicy e L=atomic|restartPolicy 24 *string e|restartPolicyRules 25 []ContainerRestartRule e L=atomic|volumeMounts 9 []VolumeMount e G=mountPath P=merge L=map K=mountPath|volumeDevices 21 []VolumeDevice e G=devicePath P=merge L=map K=devicePath|livenessProbe 10 *Probe e|readinessProbe 11 *Probe e|startupProbe 22 *Probe e|lifecycle 12 *Lifecycle e|terminationMessagePath 13 string e|terminationMessagePolicy 20 string#TerminationMessagePolicy e|imagePullPolicy 14 string#PullPolicy e|securityContext 15 *SecurityContext e|stdin 16 bool e|stdinOnce 17 bool e|tty 18 bool e
EphemeralContainer|- 1 EphemeralContainerCommon ir|targetContainerName 2 string e
PodStatus|observedGeneration 17 int64 e|phase 1 string#PodPhase e|conditions 2 []PodCondition e G=type P=merge L=map K=type|message 3 string e|reason 4 string e|nominatedNodeName 11 string e|hostIP 5 string e|hostIPs 16 []HostIP e P=merge G=ip L=atomic|podIP 6 string e|podIPs 12 []PodIP e P=merge G=ip L=map K=ip|startTime 7 *Time e|initContainerStatuses 10 []ContainerStatus e L=atomic|containerStatuses 8 []ContainerStatus e L=atomic|qosClass 9 string#PodQOSClass e|ephemeralContainerStatuses 13 []ContainerStatus e L=atomic|resize 14 string e|resourceClaimStatuses 15 []PodResourceClaimStatus e G=name P=merge,retainKeys L=map K=name|extendedResourceClaimStatus 18 *PodExtendedResourceClaimStatus e|allocatedResources 19 {}Quantity e|resources 20 *ResourceRequirements e|nodeAllocatableResourceClaimStatuses 21 []NodeAllocatableResourceClaimStatus e L=atomic
PodStatusResult|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|status 2 PodStatus e
Pod|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 PodSpec e|status 3 PodStatus e
PodList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Pod r
PodTemplateSpec|metadata 1 meta/v1.ObjectMeta e|spec 2 PodSpec e
PodTemplate|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|template 2 PodTemplateSpec e
PodTemplateList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []PodTemplate r
ReplicationControllerSpec|replicas 1 *int32 e D=1|minReadySeconds 4 int32 e D=0|selector 2 {}string e M=atomic|template 3 *PodTemplateSpec e
ReplicationControllerStatus|replicas 1 int32 r|fullyLabeledReplicas 2 int32 e|readyReplicas 4 int32 e|availableReplicas 5 int32 e|observedGeneration 3 int64 e|conditions 6 []ReplicationControllerCondition e G=type P=merge L=map K=type
ReplicationControllerCondition|type 1 string r|status 2 string r|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e
ReplicationController|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ReplicationControllerSpec e|status 3 ReplicationControllerStatus e
ReplicationControllerList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ReplicationController r
SessionAffinityConfig|clientIP 1 *ClientIPConfig e
ClientIPConfig|timeoutSeconds 1 *int32 e
ServiceStatus|loadBalancer 1 LoadBalancerStatus e|conditions 2 []meta/v1.Condition e G=type P=merge L=map K=type
LoadBalancerStatus|ingress 1 []LoadBalancerIngress e L=atomic
LoadBalancerIngress|ip 1 string e|hostname 2 string e|ipMode 3 *string e|ports 4 []PortStatus e L=atomic
ServiceSpec|ports 1 []ServicePort e G=port P=merge L=map K=port,protocol|selector 2 {}string e M=atomic|clusterIP 3 string e|clusterIPs 18 []string e L=atomic|type 4 string#ServiceType e|externalIPs 5 []string e L=atomic|sessionAffinity 7 string#ServiceAffinity e|loadBalancerIP 8 string e|loadBalancerSourceRanges 9 []string e L=atomic|externalName 10 string e|externalTrafficPolicy 11 string#ServiceExternalTrafficPolicy e|healthCheckNodePort 12 int32 e|publishNotReadyAddresses 13 bool e|sessionAffinityConfig 14 *SessionAffinityConfig e|ipFamilies 19 []string#IPFamily e L=atomic|ipFamilyPolicy 17 *string#IPFamilyPolicy e|allocateLoadBalancerNodePorts 20 *bool e|loadBalancerClass 21 *string e|internalTrafficPolicy 22 *string#ServiceInternalTrafficPolicy e|trafficDistribution 23 *string e
ServicePort|name 1 string e|protocol 2 string#Protocol e D="TCP"|appProtocol 6 *string e|port 3 int32 r|targetPort 4 IntOrString e|nodePort 5 int32 e
Service|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ServiceSpec e|status 3 ServiceStatus e
ServiceList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Service r
ServiceAccount|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|secrets 2 []ObjectReference e G=name P=merge L=map K=name|imagePullSecrets 3 []LocalObjectReference e L=atomic|automountServiceAccountToken 4 *bool e
ServiceAccountList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ServiceAccount r
Endpoints|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|subsets 2 []EndpointSubset e L=atomic
EndpointSubset|addresses 1 []EndpointAddress e L=atomic|notReadyAddresses 2 []EndpointAddress e L=atomic|ports 3 []EndpointPort e L=atomic
EndpointAddress M=atomic|ip 1 string r|hostname 3 string e|nodeName 4 *string e|targetRef 2 *ObjectReference e
EndpointPort M=atomic|name 1 string e|port 2 int32 r|protocol 3 string#Protocol e|appProtocol 4 *string e
EndpointsList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Endpoints r
NodeSpec|podCIDR 1 string e|podCIDRs 7 []string e P=merge L=set|providerID 3 string e|unschedulable 4 bool e|taints 5 []Taint e L=atomic|configSource 6 *NodeConfigSource e|externalID 2 string e
NodeConfigSource|configMap 2 *ConfigMapNodeConfigSource e
ConfigMapNodeConfigSource|namespace 1 string r|name 2 string r|uid 3 string e|resourceVersion 4 string e|kubeletConfigKey 5 string r
DaemonEndpoint|Port 1 int32 r
NodeDaemonEndpoints|kubeletEndpoint 1 DaemonEndpoint e
NodeRuntimeHandlerFeatures|recursiveReadOnlyMounts 1 *bool e|userNamespaces 2 *bool e
NodeRuntimeHandler|name 1 string -|features 2 *NodeRuntimeHandlerFeatures e
NodeFeatures|supplementalGroupsPolicy 1 *bool e
NodeSystemInfo|machineID 1 string r|systemUUID 2 string r|bootID 3 string r|kernelVersion 4 string r|osImage 5 string r|containerRuntimeVersion 6 string r|kubeletVersion 7 string r|kubeProxyVersion 8 string r|operatingSystem 9 string r|architecture 10 string r|swap 11 *NodeSwapStatus e
NodeSwapStatus|capacity 1 *int64 e
NodeConfigStatus|assigned 1 *NodeConfigSource e|active 2 *NodeConfigSource e|lastKnownGood 3 *NodeConfigSource e|error 4 string e
NodeStatus|capacity 1 {}Quantity e|allocatable 2 {}Quantity e|phase 3 string#NodePhase e|conditions 4 []NodeCondition e G=type P=merge L=map K=type|addresses 5 []NodeAddress e G=type P=merge L=map K=type|daemonEndpoints 6 NodeDaemonEndpoints e|nodeInfo 7 NodeSystemInfo e|images 8 []ContainerImage e L=atomic|volumesInUse 9 []string e L=atomic|volumesAttached 10 []AttachedVolume e L=atomic|config 11 *NodeConfigStatus e|runtimeHandlers 12 []NodeRuntimeHandler e L=atomic|features 13 *NodeFeatures e|declaredFeatures 14 []string e L=atomic
AttachedVolume|name 1 string r|devicePath 2 string r
AvoidPods|preferAvoidPods 1 []PreferAvoidPodsEntry e L=atomic
PreferAvoidPodsEntry|podSignature 1 PodSignature r|evictionTime 2 Time e|reason 3 string e|message 4 string e
PodSignature|podController 1 *meta/v1.OwnerReference e
ContainerImage|names 1 []string - L=atomic|sizeBytes 2 int64 e
NodeCondition|type 1 string r|status 2 string r|lastHeartbeatTime 3 Time e|lastTransitionTime 4 Time e|reason 5 string e|message 6 string e
NodeAddress|type 1 string r|address 2 string r
Node|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 NodeSpec e|status 3 NodeStatus e
NodeList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Node r
NamespaceSpec|finalizers 1 []string e L=atomic
NamespaceStatus|phase 1 string#NamespacePhase e|conditions 2 []NamespaceCondition e G=type P=merge L=map K=type
NamespaceCondition|type 1 string r|status 2 string r|lastTransitionTime 4 Time e|reason 5 string e|message 6 string e
Namespace|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 NamespaceSpec e|status 3 NamespaceStatus e
NamespaceList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Namespace r
Binding|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|target 2 ObjectReference r
Preconditions|uid 1 *string e
PodLogOptions|- 0 meta/v1.TypeMeta ir|container 1 string e|follow 2 bool e|previous 3 bool e|sinceSeconds 4 *int64 e|sinceTime 5 *Time e|timestamps 6 bool e|tailLines 7 *int64 e|limitBytes 8 *int64 e|insecureSkipTLSVerifyBackend 9 bool e|stream 10 *string e
PodAttachOptions|- 0 meta/v1.TypeMeta ir|stdin 1 bool e|stdout 2 bool e|stderr 3 bool e|tty 4 bool e|container 5 string e
PodExecOptions|- 0 meta/v1.TypeMeta ir|stdin 1 bool e|stdout 2 bool e|stderr 3 bool e|tty 4 bool e|container 5 string e|command 6 []string r L=atomic
PodPortForwardOptions|- 0 meta/v1.TypeMeta ir|ports 1 []int32 e L=atomic
PodProxyOptions|- 0 meta/v1.TypeMeta ir|path 1 string e
NodeProxyOptions|- 0 meta/v1.TypeMeta ir|path 1 string e
ServiceProxyOptions|- 0 meta/v1.TypeMeta ir|path 1 string e
ObjectReference M=atomic|kind 1 string e|namespace 2 string e|name 3 string e|uid 4 string e|apiVersion 5 string e|resourceVersion 6 string e|fieldPath 7 string e
LocalObjectReference M=atomic|name 1 string e D=""
TypedLocalObjectReference M=atomic|apiGroup 1 *string -|kind 2 string r|name 3 string r
SerializedReference|- 0 meta/v1.TypeMeta ir|reference 1 ObjectReference e
EventSource|component 1 string e|host 2 string e
Event|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta r|involvedObject 2 ObjectReference r|reason 3 string e|message 4 string e|source 5 EventSource e|firstTimestamp 6 Time e|lastTimestamp 7 Time e|count 8 int32 e|type 9 string e|eventTime 10 MicroTime e|series 11 *EventSeries e|action 12 string e|related 13 *ObjectReference e|reportingComponent 14 string -|reportingInstance 15 string -
EventSeries|count 1 int32 e|lastObservedTime 2 MicroTime e
EventList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Event r
LimitRangeItem|type 1 string r|max 2 {}Quantity e|min 3 {}Quantity e|default 4 {}Quantity e|defaultRequest 5 {}Quantity e|maxLimitRequestRatio 6 {}Quantity e
LimitRangeSpec|limits 1 []LimitRangeItem r L=atomic
LimitRange|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 LimitRangeSpec e
LimitRangeList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []LimitRange r
ResourceQuotaSpec|hard 1 {}Quantity e|scopes 2 []string#ResourceQuotaScope e L=atomic|scopeSelector 3 *ScopeSelector e
ScopeSelector M=atomic|matchExpressions 1 []ScopedResourceSelectorRequirement e L=atomic
ScopedResourceSelectorRequirement|scopeName 1 string#ResourceQuotaScope r|operator 2 string#ScopeSelectorOperator r|values 3 []string e L=atomic
ResourceQuotaStatus|hard 1 {}Quantity e|used 2 {}Quantity e
ResourceQuota|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ResourceQuotaSpec e|status 3 ResourceQuotaStatus e
ResourceQuotaList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ResourceQuota r
Secret|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|immutable 5 *bool e|data 2 {}bytes e|stringData 4 {}string e|type 3 string e
SecretList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Secret r
ConfigMap|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|immutable 4 *bool e|data 2 {}string e|binaryData 3 {}bytes e
ConfigMapList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ConfigMap r
ComponentCondition|type 1 string r|status 2 string r|message 3 string e|error 4 string e
ComponentStatus|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|conditions 2 []ComponentCondition e G=type P=merge L=map K=type
ComponentStatusList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ComponentStatus r
DownwardAPIVolumeSource|items 1 []DownwardAPIVolumeFile e L=atomic|defaultMode 2 *int32 e
DownwardAPIVolumeFile|path 1 string r|fieldRef 2 *ObjectFieldSelector e|resourceFieldRef 3 *ResourceFieldSelector e|mode 4 *int32 e
DownwardAPIProjection|items 1 []DownwardAPIVolumeFile e L=atomic
SecurityContext|capabilities 1 *Capabilities e|privileged 2 *bool e|seLinuxOptions 3 *SELinuxOptions e|windowsOptions 10 *WindowsSecurityContextOptions e|runAsUser 4 *int64 e|runAsGroup 8 *int64 e|runAsNonRoot 5 *bool e|readOnlyRootFilesystem 6 *bool e|allowPrivilegeEscalation 7 *bool e|procMount 9 *string#ProcMountType e|seccompProfile 11 *SeccompProfile e|appArmorProfile 12 *AppArmorProfile e
SELinuxOptions|user 1 string e|role 2 string e|type 3 string e|level 4 string e
WindowsSecurityContextOptions|gmsaCredentialSpecName 1 *string e|gmsaCredentialSpec 2 *string e|runAsUserName 3 *string e|hostProcess 4 *bool e
RangeAllocation|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|range 2 string r|data 3 bytes r
Sysctl|name 1 string r|value 2 string r
PortStatus|port 1 int32 r|protocol 2 string#Protocol r|error 3 *string e
ImageVolumeSource|reference 1 string e|pullPolicy 2 string#PullPolicy e
NodeAllocatableResourceClaimStatus|resourceClaimName 1 string r|containers 2 []string e L=set|resources 3 {}Quantity r
#PersistentVolumeReclaimPolicy|Delete|Recycle|Retain
#PersistentVolumeMode|Block|Filesystem
#ClaimResourceStatus|ControllerResizeInProgress|ControllerResizeInfeasible|NodeResizeInProgress|NodeResizeInfeasible|NodeResizePending
#PersistentVolumeClaimModifyVolumeStatus|InProgress|Infeasible|Pending
#PersistentVolumeAccessMode|ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod
#PersistentVolumePhase|Available|Bound|Failed|Pending|Released
#PersistentVolumeClaimPhase|Bound|Lost|Pending
#HostPathType||BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket
#Protocol|SCTP|TCP|UDP
#AzureDataDiskCachingMode|None|ReadOnly|ReadWrite
#AzureDataDiskKind|Dedicated|Managed|Shared
#MountPropagationMode|Bidirectional|HostToContainer|None
#URIScheme|HTTP|HTTPS
#PullPolicy|Always|IfNotPresent|Never
#PreemptionPolicy|Never|PreemptLowerPriority
#TerminationMessagePolicy|FallbackToLogsOnError|File
#Signal|SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
#PodPhase|Failed|Pending|Running|Succeeded|Unknown
#RestartPolicy|Always|Never|OnFailure
#DNSPolicy|ClusterFirst|ClusterFirstWithHostNet|Default|None
#NodeSelectorOperator|DoesNotExist|Exists|Gt|In|Lt|NotIn
#TaintEffect|NoExecute|NoSchedule|PreferNoSchedule
#TolerationOperator|Equal|Exists|Gt|Lt
#UnsatisfiableConstraintAction|DoNotSchedule|ScheduleAnyway
#NodeInclusionPolicy|Honor|Ignore
#PodFSGroupChangePolicy|Always|OnRootMismatch
#SupplementalGroupsPolicy|Merge|Strict
#SeccompProfileType|Localhost|RuntimeDefault|Unconfined
#AppArmorProfileType|Localhost|RuntimeDefault|Unconfined
#PodQOSClass|BestEffort|Burstable|Guaranteed
#ServiceAffinity|ClientIP|None
#ServiceType|ClusterIP|ExternalName|LoadBalancer|NodePort
#ServiceInternalTrafficPolicy|Cluster|Local
#ServiceExternalTrafficPolicy|Cluster|Local
#IPFamily||IPv4|IPv6
#IPFamilyPolicy|PreferDualStack|RequireDualStack|SingleStack
#NodePhase|Pending|Running|Terminated
#NamespacePhase|Active|Terminating
#ResourceQuotaScope|BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass
#ScopeSelectorOperator|DoesNotExist|Exists|In|NotIn
#ProcMountType|Default|Unmasked
`
