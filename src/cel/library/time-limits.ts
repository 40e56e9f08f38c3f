/** 0001-01-01T00:00:00Z in nanoseconds since 1970. */
export const MIN_TIMESTAMP = -62_135_596_800n * 1_000_000_000n

/** 9999-12-31T23:59:59.999999999Z in nanoseconds since 1970. */
export const MAX_TIMESTAMP = 253_402_300_799n * 1_000_000_000n + 999_999_999n
