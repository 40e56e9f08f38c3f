// Written by tools/generate-kinds.mjs: change that, not this.

/** Descriptions of the types of k8s.io/apimachinery/pkg/util/intstr, separated by U+001F: name, type, each field in table order. */
export const intstr: readonly string[] = [
  'IntOrString\u001fIntOrString is a type that can hold an int32 or a string.  When used in JSON or YAML marshalling and unmarshalling, it produces or consumes the inner type.  This allows you to have, for example, a JSON field that can accept a name or number.',
]
