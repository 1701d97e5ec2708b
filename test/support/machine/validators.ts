import { getLanguageService } from 'amazon-states-language-service';
import aslValidator from 'asl-validator';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Machine } from './machine.ts';

const severityError = 1;

/** asl-validator: schemas, paths, JSONata syntax, ARNs, transitions. */
export const validatorMistakes = (machine: Machine): string[] => {
  const { isValid, errorsText } = aslValidator(machine);
  return isValid ? [] : [`asl-validator: ${errorsText('; ')}`];
};

/** The language service of AWS's editors: what it alone finds is limits of Retry, Choice and Wait. */
export const languageServiceMistakes = async (machine: Machine): Promise<string[]> => {
  const service = getLanguageService({});
  const text = JSON.stringify(machine, null, 2);
  const document = TextDocument.create('file:///machine.asl.json', 'asl', 1, text);
  const diagnostics = await service.doValidation(document, service.parseJSONDocument(document));
  return diagnostics
    .filter(({ severity }) => severity === severityError)
    .map(({ message, range }) => `language service: line ${range.start.line + 1}: ${message}`);
};
