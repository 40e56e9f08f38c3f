// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1; the format is told in ../table.ts. */
export const apiextensionsV1 = `
CustomResourceDefinitionSpec|group 1 string r|names 3 CustomResourceDefinitionNames r|scope 4 string r|versions 7 []CustomResourceDefinitionVersion r L=atomic|conversion 9 *CustomResourceConversion e|preserveUnknownFields 10 bool e
CustomResourceConversion|strategy 1 string r|webhook 2 *WebhookConversion e
WebhookConversion|clientConfig 2 *WebhookClientConfig e|conversionReviewVersions 3 []string r L=atomic
WebhookClientConfig|url 3 *string e|service 1 *ServiceReference e|caBundle 2 bytes e
ServiceReference|namespace 1 string r|name 2 string r|path 3 *string e|port 4 *int32 e
CustomResourceDefinitionVersion|name 1 string r|served 2 bool r|storage 3 bool r|deprecated 7 bool e|deprecationWarning 8 *string e|schema 4 *CustomResourceValidation e|subresources 5 *CustomResourceSubresources e|additionalPrinterColumns 6 []CustomResourceColumnDefinition e L=atomic|selectableFields 9 []SelectableField e L=atomic
SelectableField|jsonPath 1 string r
CustomResourceColumnDefinition|name 1 string r|type 2 string r|format 3 string e|description 4 string e|priority 5 int32 e|jsonPath 6 string r
CustomResourceDefinitionNames|plural 1 string r|singular 2 string e|shortNames 3 []string e L=atomic|kind 4 string r|listKind 5 string e|categories 6 []string e L=atomic
CustomResourceDefinitionCondition|type 1 string r|status 2 string r|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e|observedGeneration 6 int64 e
CustomResourceDefinitionStatus|conditions 1 []CustomResourceDefinitionCondition - L=map K=type|acceptedNames 2 CustomResourceDefinitionNames -|storedVersions 3 []string - L=atomic|observedGeneration 4 int64 e
CustomResourceDefinition|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 CustomResourceDefinitionSpec r|status 3 CustomResourceDefinitionStatus e
CustomResourceDefinitionList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []CustomResourceDefinition r
CustomResourceValidation|openAPIV3Schema 1 *JSONSchemaProps e
CustomResourceSubresources|status 1 *CustomResourceSubresourceStatus e|scale 2 *CustomResourceSubresourceScale e
CustomResourceSubresourceStatus
CustomResourceSubresourceScale|specReplicasPath 1 string r|statusReplicasPath 2 string r|labelSelectorPath 3 *string e
ConversionReview|- 0 meta/v1.TypeMeta ir|request 1 *ConversionRequest e|response 2 *ConversionResponse e
ConversionRequest|uid 1 string r|desiredAPIVersion 2 string r|objects 3 []RawExtension r L=atomic
ConversionResponse|uid 1 string r|convertedObjects 2 []RawExtension r L=atomic|result 3 meta/v1.Status r
JSONSchemaProps|id 1 string e|$schema 2 string e|$ref 3 *string e|description 4 string e|type 5 string e|format 6 string e|title 7 string e|default 8 *JSON e|maximum 9 *float64 e|exclusiveMaximum 10 bool e|minimum 11 *float64 e|exclusiveMinimum 12 bool e|maxLength 13 *int64 e|minLength 14 *int64 e|pattern 15 string e|maxItems 16 *int64 e|minItems 17 *int64 e|uniqueItems 18 bool e|multipleOf 19 *float64 e|enum 20 []JSON e L=atomic|maxProperties 21 *int64 e|minProperties 22 *int64 e|required 23 []string e L=atomic|items 24 *SchemaOrArray e|allOf 25 []JSONSchemaProps e L=atomic|oneOf 26 []JSONSchemaProps e L=atomic|anyOf 27 []JSONSchemaProps e L=atomic|not 28 *JSONSchemaProps e|properties 29 {}JSONSchemaProps e|additionalProperties 30 *SchemaOrBool e|patternProperties 31 {}JSONSchemaProps e|dependencies 32 {}SchemaOrTexts e|additionalItems 33 *SchemaOrBool e|definitions 34 {}JSONSchemaProps e|externalDocs 35 *ExternalDocumentation e|example 36 *JSON e|nullable 37 bool e|x-kubernetes-preserve-unknown-fields 38 *bool e|x-kubernetes-embedded-resource 39 bool e|x-kubernetes-int-or-string 40 bool e|x-kubernetes-list-map-keys 41 []string e L=atomic|x-kubernetes-list-type 42 *string e|x-kubernetes-map-type 43 *string e|x-kubernetes-validations 44 []ValidationRule e G=rule P=merge L=map K=rule
ValidationRule|rule 1 string r|message 2 string e|messageExpression 3 string e|reason 4 *string#FieldValueErrorReason e|fieldPath 5 string e|optionalOldSelf 6 *bool e
JSON
JSONSchemaPropsOrArray
JSONSchemaPropsOrBool
JSONSchemaPropsOrStringArray
ExternalDocumentation|description 1 string e|url 2 string e
#FieldValueErrorReason|FieldValueDuplicate|FieldValueForbidden|FieldValueInvalid|FieldValueRequired
`
