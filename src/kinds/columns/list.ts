/** The first three of a list with commas, and how many more there are. */
export function fewOf(items: readonly string[], whenEmpty: string): string {
  if (items.length === 0) return whenEmpty
  const shown = items.slice(0, shownItems).join(',')
  return items.length > shownItems ? `${shown} + ${items.length - shownItems} more...` : shown
}

const shownItems = 3
