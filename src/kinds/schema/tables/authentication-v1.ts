// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/authentication/v1; the format is told in ../table.ts. */
export const authenticationV1 = `
TokenReview|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 TokenReviewSpec r|status 3 TokenReviewStatus e
TokenReviewSpec|token 1 string er|audiences 2 []string e L=atomic
TokenReviewStatus|authenticated 1 bool e|user 2 UserInfo e|audiences 4 []string e L=atomic|error 3 string e
UserInfo|username 1 string e|uid 2 string e|groups 3 []string e L=atomic|extra 4 {}~[]string e
TokenRequest|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 TokenRequestSpec -|status 3 TokenRequestStatus e
TokenRequestSpec|audiences 1 []string - L=atomic|expirationSeconds 4 *int64 -|boundObjectRef 3 *BoundObjectReference -
TokenRequestStatus|token 1 string -|expirationTimestamp 2 Time -
BoundObjectReference|kind 1 string e|apiVersion 2 string e|name 3 string e|uid 4 string e
SelfSubjectReview|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|status 2 SelfSubjectReviewStatus e
SelfSubjectReviewStatus|userInfo 1 UserInfo e
`
