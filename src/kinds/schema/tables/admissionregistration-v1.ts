// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/admissionregistration/v1; the format is told in ../table.ts. */
export const admissionregistrationV1 = `
Rule|apiGroups 1 []string e L=atomic|apiVersions 2 []string e L=atomic|resources 3 []string e L=atomic|scope 4 *string#ScopeType e
ValidatingAdmissionPolicy|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ValidatingAdmissionPolicySpec e|status 3 ValidatingAdmissionPolicyStatus e
ValidatingAdmissionPolicyStatus|observedGeneration 1 int64 e|typeChecking 2 *TypeChecking e|conditions 3 []meta/v1.Condition e L=map K=type
TypeChecking|expressionWarnings 1 []ExpressionWarning e L=atomic
ExpressionWarning|fieldRef 2 string r|warning 3 string r
ValidatingAdmissionPolicyList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ValidatingAdmissionPolicy r
ValidatingAdmissionPolicySpec|paramKind 1 *ParamKind e|matchConstraints 2 *MatchResources e|validations 3 []Validation e L=atomic|failurePolicy 4 *string#FailurePolicyType e|auditAnnotations 5 []AuditAnnotation e L=atomic|matchConditions 6 []MatchCondition e G=name P=merge L=map K=name|variables 7 []Variable e G=name P=merge L=map K=name
ParamKind M=atomic|apiVersion 1 string e|kind 2 string e
Validation|expression 1 string r|message 2 string e|reason 3 *string e|messageExpression 4 string e
Variable M=atomic|name 1 string r|expression 2 string r
AuditAnnotation|key 1 string r|valueExpression 2 string r
ValidatingAdmissionPolicyBinding|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ValidatingAdmissionPolicyBindingSpec er
ValidatingAdmissionPolicyBindingList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ValidatingAdmissionPolicyBinding r
ValidatingAdmissionPolicyBindingSpec|policyName 1 string er|paramRef 2 *ParamRef e|matchResources 3 *MatchResources e|validationActions 4 []string#ValidationAction er L=set
ParamRef M=atomic|name 1 string e|namespace 2 string e|selector 3 *meta/v1.LabelSelector e|parameterNotFoundAction 4 *string e
MatchResources M=atomic|namespaceSelector 1 *meta/v1.LabelSelector e|objectSelector 2 *meta/v1.LabelSelector e|resourceRules 3 []NamedRuleWithOperations e L=atomic|excludeResourceRules 4 []NamedRuleWithOperations e L=atomic|matchPolicy 7 *string#MatchPolicyType e
NamedRuleWithOperations M=atomic|resourceNames 1 []string e L=atomic|- 2 RuleWithOperations ir
ValidatingWebhookConfiguration|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|webhooks 2 []ValidatingWebhook e G=name P=merge L=map K=name
ValidatingWebhookConfigurationList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ValidatingWebhookConfiguration r
MutatingWebhookConfiguration|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|webhooks 2 []MutatingWebhook e G=name P=merge L=map K=name
MutatingWebhookConfigurationList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []MutatingWebhookConfiguration r
ValidatingWebhook|name 1 string r|clientConfig 2 WebhookClientConfig r|rules 3 []RuleWithOperations e L=atomic|failurePolicy 4 *string#FailurePolicyType e|matchPolicy 9 *string#MatchPolicyType e|namespaceSelector 5 *meta/v1.LabelSelector e|objectSelector 10 *meta/v1.LabelSelector e|sideEffects 6 *string#SideEffectClass r|timeoutSeconds 7 *int32 e|admissionReviewVersions 8 []string r L=atomic|matchConditions 11 []MatchCondition e G=name P=merge L=map K=name
MutatingWebhook|name 1 string r|clientConfig 2 WebhookClientConfig r|rules 3 []RuleWithOperations e L=atomic|failurePolicy 4 *string#FailurePolicyType e|matchPolicy 9 *string#MatchPolicyType e|namespaceSelector 5 *meta/v1.LabelSelector e|objectSelector 11 *meta/v1.LabelSelector e|sideEffects 6 *string#SideEffectClass r|timeoutSeconds 7 *int32 e|admissionReviewVersions 8 []string r L=atomic|reinvocationPolicy 10 *string#ReinvocationPolicyType e|matchConditions 12 []MatchCondition e G=name P=merge L=map K=name
MutatingAdmissionPolicy|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 MutatingAdmissionPolicySpec e
MutatingAdmissionPolicyList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []MutatingAdmissionPolicy r
MutatingAdmissionPolicySpec|paramKind 1 *ParamKind e|matchConstraints 2 *MatchResources e|variables 3 []Variable e L=atomic|mutations 4 []Mutation e L=atomic|failurePolicy 5 *string#FailurePolicyType e|matchConditions 6 []MatchCondition e G=name P=merge L=map K=name|reinvocationPolicy 7 string#ReinvocationPolicyType e
Mutation|patchType 2 string#PatchType r|applyConfiguration 3 *ApplyConfiguration e|jsonPatch 4 *JSONPatch e
ApplyConfiguration|expression 1 string e
JSONPatch|expression 1 string e
MutatingAdmissionPolicyBinding|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 MutatingAdmissionPolicyBindingSpec e
MutatingAdmissionPolicyBindingList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []MutatingAdmissionPolicyBinding r
MutatingAdmissionPolicyBindingSpec|policyName 1 string e|paramRef 2 *ParamRef e|matchResources 3 *MatchResources e
RuleWithOperations|operations 1 []string#OperationType e L=atomic|- 2 Rule ir
WebhookClientConfig|url 3 *string e|service 1 *ServiceReference e|caBundle 2 bytes e
ServiceReference|namespace 1 string r|name 2 string r|path 3 *string e|port 4 *int32 e
MatchCondition|name 1 string r|expression 2 string r
#ScopeType|*|Cluster|Namespaced
#FailurePolicyType|Fail|Ignore
#MatchPolicyType|Equivalent|Exact
#SideEffectClass|None|NoneOnDryRun|Some|Unknown
#ValidationAction|Audit|Deny|Warn
#PatchType|ApplyConfiguration|JSONPatch
#ReinvocationPolicyType|IfNeeded|Never
#OperationType|*|CONNECT|CREATE|DELETE|UPDATE
`
