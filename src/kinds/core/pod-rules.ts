export const podRules = {}
