import type { Json, JsonObject } from '#kube'
import type { Column } from '../kind.ts'
import { mapAt, mapsAt, textAt } from '../read.ts'
import { wideColumn } from './column.ts'
import { selectorText } from './selector.ts'

/** Names and images of the containers of a pod template, found by its path: the wide columns of workloads. */
export function containerColumns(...template: readonly string[]): readonly Column[] {
  const listed = (object: Json, field: string) => joined(mapAt(object, ...template, 'spec'), field)
  return [
    wideColumn('Containers', 'Names of each container in the template.', (object) => listed(object, 'name')),
    wideColumn('Images', 'Images referenced by each container in the template.', (object) => listed(object, 'image')),
  ]
}

/** The LabelSelector at a path. */
export function selectorColumn(description: string, ...path: readonly string[]): Column {
  return wideColumn('Selector', description, (object) => selectorText(mapAt(object, ...path)))
}

/** One field of each container of a pod spec, with commas. */
export function joined(podSpec: JsonObject, field: string): string {
  return mapsAt(podSpec, 'containers')
    .map((container) => textAt(container, field))
    .join(',')
}
