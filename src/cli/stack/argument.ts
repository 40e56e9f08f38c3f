/** The file that every command about stacks takes. */
export const stackArgument = {
  name: 'FILE',
  summary: 'stack file, helmfile, or folder with one; . when left out',
  isOptional: true,
} as const
