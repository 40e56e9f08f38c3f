// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/authorization/v1; the format is told in ../table.ts. */
export const authorizationV1 = `
SubjectAccessReview|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 SubjectAccessReviewSpec r|status 3 SubjectAccessReviewStatus e
SelfSubjectAccessReview|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 SelfSubjectAccessReviewSpec r|status 3 SubjectAccessReviewStatus e
LocalSubjectAccessReview|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 SubjectAccessReviewSpec r|status 3 SubjectAccessReviewStatus e
ResourceAttributes|namespace 1 string e|verb 2 string e|group 3 string e|version 4 string e|resource 5 string e|subresource 6 string e|name 7 string e|fieldSelector 8 *FieldSelectorAttributes e|labelSelector 9 *LabelSelectorAttributes e
LabelSelectorAttributes|rawSelector 1 string e|requirements 2 []meta/v1.LabelSelectorRequirement e L=atomic
FieldSelectorAttributes|rawSelector 1 string e|requirements 2 []meta/v1.FieldSelectorRequirement e L=atomic
NonResourceAttributes|path 1 string e|verb 2 string e
SubjectAccessReviewSpec|resourceAttributes 1 *ResourceAttributes e|nonResourceAttributes 2 *NonResourceAttributes e|user 3 string e|groups 4 []string e L=atomic|extra 5 {}~[]string e|uid 6 string e
SelfSubjectAccessReviewSpec|resourceAttributes 1 *ResourceAttributes e|nonResourceAttributes 2 *NonResourceAttributes e
SubjectAccessReviewStatus|allowed 1 bool r|denied 4 bool e|reason 2 string e|evaluationError 3 string e
SelfSubjectRulesReview|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 SelfSubjectRulesReviewSpec r|status 3 SubjectRulesReviewStatus e
SelfSubjectRulesReviewSpec|namespace 1 string e
SubjectRulesReviewStatus|resourceRules 1 []ResourceRule r L=atomic|nonResourceRules 2 []NonResourceRule r L=atomic|incomplete 3 bool r|evaluationError 4 string e
ResourceRule|verbs 1 []string r L=atomic|apiGroups 2 []string e L=atomic|resources 3 []string e L=atomic|resourceNames 4 []string e L=atomic
NonResourceRule|verbs 1 []string r L=atomic|nonResourceURLs 2 []string e L=atomic
`
