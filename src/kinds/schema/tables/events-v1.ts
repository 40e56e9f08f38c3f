// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/events/v1; the format is told in ../table.ts. */
export const eventsV1 = `
Event|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta -|eventTime 2 MicroTime r|series 3 *EventSeries e|reportingController 4 string e|reportingInstance 5 string e|action 6 string e|reason 7 string e|regarding 8 core/v1.ObjectReference e|related 9 *core/v1.ObjectReference e|note 10 string e|type 11 string e|deprecatedSource 12 core/v1.EventSource e|deprecatedFirstTimestamp 13 Time e|deprecatedLastTimestamp 14 Time e|deprecatedCount 15 int32 e
EventSeries|count 1 int32 r|lastObservedTime 2 MicroTime r
EventList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Event r
`
