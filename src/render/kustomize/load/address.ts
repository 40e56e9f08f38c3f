/** Whether an entry is the address of a file on the web: Go's `url.Parse` takes it, and the scheme is http or https. */
export function isAddress(entry: string): boolean {
  if (!/^https?:/i.test(entry)) return false
  // what Go's parser refuses: control characters, bad escapes in the path, a host with a space
  return !/[\u0000-\u001f\u007f]/.test(entry) && !/%(?![0-9a-fA-F]{2})/.test(entry.split('?')[0] ?? '')
}
