/** Where a resource came from, or which configuration made or changed it: the entries of `buildMetadata` annotations. */
export interface Origin {
  /** Path from the folder that was built, or from the root of the remote repository. */
  readonly path?: string
  readonly repo?: string
  readonly ref?: string
  /** The file of the generator or transformer. */
  readonly configuredIn?: string
  readonly configuredBy?: ConfiguredBy
}

/** The generator or transformer as an object. */
export interface ConfiguredBy {
  readonly apiVersion?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
}
