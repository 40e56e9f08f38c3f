/** One row of an answer, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>

/** Runs a statement. Throws `record-store` with what the database says. */
export type Query = (statement: string, values?: readonly unknown[]) => Promise<readonly Row[]>
