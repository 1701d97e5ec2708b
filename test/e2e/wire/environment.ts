/** Imported first: what the functions find in their environment. Their logs would drown the report. */
Object.assign(process.env, {
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  TABLE_NAME: 'evenkeel',
  TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:evenkeel',
});

export {};
