// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/admission/v1; the format is told in ../table.ts. */
export const admissionV1 = `
AdmissionReview|- 0 meta/v1.TypeMeta ir|request 1 *AdmissionRequest e|response 2 *AdmissionResponse e
AdmissionRequest|uid 1 string -|kind 2 meta/v1.GroupVersionKind -|resource 3 meta/v1.GroupVersionResource -|subResource 4 string e|requestKind 13 *meta/v1.GroupVersionKind e|requestResource 14 *meta/v1.GroupVersionResource e|requestSubResource 15 string e|name 5 string e|namespace 6 string e|operation 7 string -|userInfo 8 authentication/v1.UserInfo -|object 9 RawExtension e|oldObject 10 RawExtension e|dryRun 11 *bool e|options 12 RawExtension e
AdmissionResponse|uid 1 string -|allowed 2 bool -|status 3 *meta/v1.Status e|patch 4 bytes e|patchType 5 *string e|auditAnnotations 6 {}string e|warnings 7 []string e L=atomic
`
