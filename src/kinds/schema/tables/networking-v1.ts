// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/networking/v1; the format is told in ../table.ts. */
export const networkingV1 = `
NetworkPolicy|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 NetworkPolicySpec e
NetworkPolicySpec|podSelector 1 meta/v1.LabelSelector -|ingress 2 []NetworkPolicyIngressRule e L=atomic|egress 3 []NetworkPolicyEgressRule e L=atomic|policyTypes 4 []string#PolicyType e L=atomic
NetworkPolicyIngressRule|ports 1 []NetworkPolicyPort e L=atomic|from 2 []NetworkPolicyPeer e L=atomic
NetworkPolicyEgressRule|ports 1 []NetworkPolicyPort e L=atomic|to 2 []NetworkPolicyPeer e L=atomic
NetworkPolicyPort|protocol 1 *string#core/v1.Protocol e|port 2 *IntOrString e|endPort 3 *int32 e
IPBlock|cidr 1 string r|except 2 []string e L=atomic
NetworkPolicyPeer|podSelector 1 *meta/v1.LabelSelector e|namespaceSelector 2 *meta/v1.LabelSelector e|ipBlock 3 *IPBlock e
NetworkPolicyList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []NetworkPolicy r
Ingress|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 IngressSpec e|status 3 IngressStatus e
IngressList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Ingress r
IngressSpec|ingressClassName 4 *string e|defaultBackend 1 *IngressBackend e|tls 2 []IngressTLS e L=atomic|rules 3 []IngressRule e L=atomic
IngressTLS|hosts 1 []string e L=atomic|secretName 2 string e
IngressStatus|loadBalancer 1 IngressLoadBalancerStatus e
IngressLoadBalancerStatus|ingress 1 []IngressLoadBalancerIngress e L=atomic
IngressLoadBalancerIngress|ip 1 string e|hostname 2 string e|ports 4 []IngressPortStatus e L=atomic
IngressPortStatus|port 1 int32 r|protocol 2 string#core/v1.Protocol r|error 3 *string e
IngressRule|host 1 string e|- 2 IngressRuleValue i
IngressRuleValue|http 1 *HTTPIngressRuleValue e
HTTPIngressRuleValue|paths 1 []HTTPIngressPath r L=atomic
HTTPIngressPath|path 1 string e|pathType 3 *string#PathType r|backend 2 IngressBackend r
IngressBackend|service 4 *IngressServiceBackend e|resource 3 *core/v1.TypedLocalObjectReference e
IngressServiceBackend|name 1 string r|port 2 ServiceBackendPort e
ServiceBackendPort M=atomic|name 1 string e|number 2 int32 e
IngressClass|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 IngressClassSpec e
IngressClassSpec|controller 1 string e|parameters 2 *IngressClassParametersReference e
IngressClassParametersReference|apiGroup 1 *string e|kind 2 string r|name 3 string r|scope 4 *string -|namespace 5 *string e
IngressClassList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []IngressClass r
IPAddress|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 IPAddressSpec er
IPAddressSpec|parentRef 1 *ParentReference er
ParentReference|group 1 string e|resource 2 string er|namespace 3 string e|name 4 string er
IPAddressList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []IPAddress r
ServiceCIDR|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ServiceCIDRSpec e|status 3 ServiceCIDRStatus e
ServiceCIDRSpec|cidrs 1 []string e L=atomic
ServiceCIDRStatus|conditions 1 []meta/v1.Condition e G=type P=merge L=map K=type
ServiceCIDRList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ServiceCIDR r
#PolicyType|Egress|Ingress
#PathType|Exact|ImplementationSpecific|Prefix
`
