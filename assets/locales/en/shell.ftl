# shell. The keys are those of zh-CN/shell.ftl; a test checks it.
