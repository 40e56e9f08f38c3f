export function checkRequest(..._: unknown[]): void {}
export function checkRequestUpdate(..._: unknown[]): void {}
export function defaultRequest(..._: unknown[]): void {}
export function prepareRequest(..._: unknown[]): void {}
