// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/discovery/v1; the format is told in ../table.ts. */
export const discoveryV1 = `
EndpointSlice|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|addressType 4 string#AddressType r|endpoints 2 []Endpoint - L=atomic|ports 3 []EndpointPort - L=atomic
Endpoint|addresses 1 []string r L=set|conditions 2 EndpointConditions e|hostname 3 *string e|targetRef 4 *core/v1.ObjectReference e|deprecatedTopology 5 {}string e|nodeName 6 *string e|zone 7 *string e|hints 8 *EndpointHints e
EndpointConditions|ready 1 *bool e|serving 2 *bool e|terminating 3 *bool e
EndpointHints|forZones 1 []ForZone e L=atomic|forNodes 2 []ForNode e L=atomic
ForZone|name 1 string r
ForNode|name 1 string r
EndpointPort M=atomic|name 1 *string e|protocol 2 *string#core/v1.Protocol e|port 3 *int32 e|appProtocol 4 *string e
EndpointSliceList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []EndpointSlice r
#AddressType|FQDN
`
