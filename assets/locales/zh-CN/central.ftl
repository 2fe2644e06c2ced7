# central. 键与 en/central.ftl 一一对应, 由测试检查.
