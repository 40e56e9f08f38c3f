/** Runs `act`; what it throws says first what failed, as Helm's commands do. */
export async function prefixed<T>(prefix: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Error && !error.message.startsWith(prefix) && !isOfFlag(error))
      error.message = `${prefix}${error.message}`
    throw error
  }
}

/** A flag that is wrong is told before anything is done. */
function isOfFlag({ message }: Error): boolean {
  return message.startsWith('invalid argument ')
}
