// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/apidiscovery/v2; the format is told in ../table.ts. */
export const apidiscoveryV2 = `
APIGroupDiscoveryList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []APIGroupDiscovery r
APIGroupDiscovery|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|versions 2 []APIVersionDiscovery e L=map K=version
APIVersionDiscovery|version 1 string r|resources 2 []APIResourceDiscovery e L=map K=resource|freshness 3 string e
APIResourceDiscovery|resource 1 string r|responseKind 2 *meta/v1.GroupVersionKind e|scope 3 string r|singularResource 4 string r|verbs 5 []string r L=set|shortNames 6 []string e L=set|categories 7 []string e L=set|subresources 8 []APISubresourceDiscovery e L=map K=subresource
APISubresourceDiscovery|subresource 1 string r|responseKind 2 *meta/v1.GroupVersionKind e|acceptedTypes 3 []meta/v1.GroupVersionKind e L=map K=group,version,kind|verbs 4 []string r L=set
`
