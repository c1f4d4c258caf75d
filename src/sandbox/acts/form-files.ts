/** Files in forms: a person chooses one, and the app gets it with what else was filled in. */
import { isObject } from '../blocks/shapes.ts';
import { announceFile, storeContent } from '../changes/files.ts';
import type { Act, ActAnswer, ElementState, ViewValues } from '../protocol.ts';
import type { StoredPerson } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';
import { slackFile } from '../wire/files.ts';
import { cannot } from './answers.ts';

/** Bytes. https://docs.slack.dev/reference/block-kit/block-elements/file-input-element */
const MAX_BYTES = 10 * 1024 * 1024;

export function attach(workspace: Workspace, person: StoredPerson, act: Extract<Act, { kind: 'attach' }>): ActAnswer {
  const content = Buffer.from(act.contentBase64, 'base64');
  if (content.length > MAX_BYTES) return cannot('That file is larger than 10 MB, the most a form takes.');
  const file = announceFile(workspace, person.id, act.name, '');
  storeContent(workspace, { ...file, isComplete: true }, content);
  return { ok: true, file: { id: file.id, name: file.name, size: content.length } };
}

/** The page names files by their ids; the app gets them whole. Only what this person chose counts. */
export function chosenFiles(workspace: Workspace, person: StoredPerson, values: ViewValues): ViewValues {
  const whole = (state: ElementState): ElementState => {
    if (state.type !== 'file_input' || !Array.isArray(state.files)) return state;
    const files = state.files.flatMap((one) => {
      const file = isObject(one) ? workspace.state.files.get(String(one.id)) : undefined;
      return file?.isComplete && file.user === person.id ? [slackFile(workspace, file)] : [];
    });
    return { ...state, files };
  };
  return mapStates(values, whole);
}

/** From now on the app may fetch the files of this form. */
export function handOver(workspace: Workspace, values: ViewValues): void {
  const states = Object.values(values).flatMap((block) => Object.values(block));
  for (const { type, files } of states) {
    if (type !== 'file_input' || !Array.isArray(files)) continue;
    for (const { id } of files) {
      const file = workspace.state.files.get(id);
      if (file) workspace.commit({ type: 'file', file: { ...file, isHandedOver: true } });
    }
  }
}

function mapStates(values: ViewValues, change: (state: ElementState) => ElementState): ViewValues {
  return Object.fromEntries(
    Object.entries(values).map(([block, states]) => [
      block,
      Object.fromEntries(Object.entries(states).map(([action, state]) => [action, change(state)])),
    ]),
  );
}
