SELECT '${inputs.x}'
