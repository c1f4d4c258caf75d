import type { FileInput } from '@slack/types';
import type { ElementProps } from './use-element.ts';

export function FileElement({ field }: ElementProps<FileInput>) {
  return (
    <div class="unsupported" id={field?.id}>
      Files cannot be added here in the sandbox. In Slack this is a file picker.
    </div>
  );
}
