/** Steps that stand for a case; `;` parts them. What is listed here is compared with helm, see `runCase` for the language. */
export const group = (text: string): readonly (readonly string[])[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(' ; ').map((step) => step.trim()))
