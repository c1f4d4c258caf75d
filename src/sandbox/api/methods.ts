/** Every method this workspace knows. */
import { bookmarkMethods } from './bookmarks.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { historyMethods } from './history.ts';
import { inviteMethods } from './invite.ts';
import type { Method } from './method.ts';
import { peopleMethods } from './people.ts';
import { pinMethods } from './pins.ts';
import { reactionMethods } from './reactions.ts';
import { viewMethods } from './views.ts';

export const METHODS: Record<string, Method> = {
  ...peopleMethods,
  ...chatMethods,
  ...conversationMethods,
  ...inviteMethods,
  ...historyMethods,
  ...viewMethods,
  ...pinMethods,
  ...bookmarkMethods,
  ...reactionMethods,
  ...fileMethods,
};
