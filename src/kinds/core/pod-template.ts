import { column, nameColumn } from '../columns/column.ts'
import { joined } from '../columns/containers.ts'
import { labelsText } from '../columns/selector.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt } from '../read.ts'
import { checkTemplate } from '../template/check.ts'
import { defaultTemplate } from '../template/defaults.ts'
import { templateWarnings } from '../warn/pod.ts'

/** A pod template that stands alone. */
export const podTemplate: Kind = defineKind({
  group: '',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  columns: [
    nameColumn,
    column('Containers', 'Names of each container in the template.', (object) =>
      joined(mapAt(object, 'template', 'spec'), 'name'),
    ),
    column('Images', 'Images referenced by each container in the template.', (object) =>
      joined(mapAt(object, 'template', 'spec'), 'image'),
    ),
    column('Pod Labels', 'The labels for the pod template.', (object) =>
      labelsText(mapAt(object, 'template', 'metadata')['labels']),
    ),
  ],
  rules: {
    generationFields: ['template'],
    defaults: (object) => defaultTemplate(mapAt(object, 'template')),
    check: (found, object) => checkTemplate(found, mapAt(object, 'template'), 'template'),
    warnings: templateWarnings({ path: ['template'], names: false }),
  },
})
