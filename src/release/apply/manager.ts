/** The field manager of both Helms. */
export const FIELD_MANAGER = 'helm'
