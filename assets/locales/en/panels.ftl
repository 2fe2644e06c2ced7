# panels. The keys are those of zh-CN/panels.ftl; a test checks it.
