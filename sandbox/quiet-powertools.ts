/**
 * Set before Powertools is loaded: its tracer looks for no X-Ray daemon and follows no promises, which
 * would slow every one of them down.
 */
process.env.POWERTOOLS_TRACE_ENABLED = 'false';
process.env.AWS_XRAY_MANUAL_MODE = 'true';
process.env.AWS_XRAY_LOG_LEVEL = 'silent';
