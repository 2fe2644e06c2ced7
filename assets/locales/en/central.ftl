# central. The keys are those of zh-CN/central.ftl; a test checks it.
