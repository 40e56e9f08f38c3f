// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/kube-aggregator/pkg/apis/apiregistration/v1; the format is told in ../table.ts. */
export const apiregistrationV1 = `
APIServiceList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []APIService r
ServiceReference|namespace 1 string e|name 2 string e|port 3 *int32 e
APIServiceSpec|service 1 *ServiceReference e|group 2 string e|version 3 string e|insecureSkipTLSVerify 4 bool e|caBundle 5 bytes e L=atomic|groupPriorityMinimum 7 int32 r|versionPriority 8 int32 r
APIServiceCondition|type 1 string r|status 2 string r|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e
APIServiceStatus|conditions 1 []APIServiceCondition e G=type P=merge L=map K=type
APIService|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 APIServiceSpec e|status 3 APIServiceStatus e
`
