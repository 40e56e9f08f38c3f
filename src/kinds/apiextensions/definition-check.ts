export function checkDefinition(..._: unknown[]): void {}
export function checkDefinitionUpdate(..._: unknown[]): void {}
