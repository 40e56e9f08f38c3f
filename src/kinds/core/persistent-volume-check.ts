export function checkVolume(..._: unknown[]): void {}
export function checkVolumeUpdate(..._: unknown[]): void {}
export function defaultVolume(..._: unknown[]): void {}
