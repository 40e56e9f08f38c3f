export function autoscalerFromV2<T>(object: T): T {
  return object
}
export function autoscalerToV2<T>(object: T): T {
  return object
}
