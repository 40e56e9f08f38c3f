/** Second door of the room: a registry and a chart repository in memory, on 127.0.0.1, for tests only. */

export { packFiles } from './testing-archive.ts'
export { type FakeRegistry, type FakeRegistryOptions, startFakeRegistry } from './testing-registry.ts'
export { type FakeRepository, type FakeRepositoryOptions, startFakeRepository } from './testing-repository.ts'
