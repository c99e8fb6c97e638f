"""What a number counts, in the article's words."""


def test_rate_of_change_is_named_after_what_changes(read):
    assert read("绵阳市地区生产总值1800亿元，增长8.1%。").fact("8.1%").indicator == "地区生产总值增速"


def test_count_is_named_after_what_stands_behind(read):
    assert read("绵阳市集聚了53所高校。").fact("53所").indicator == "高校数"


def test_second_number_of_a_change_goes_on(read):
    found = read("绵阳市本地配套率由32%提高到41%。")
    assert found.fact("41%").indicator == found.fact("32%").indicator == "本地配套率"


def test_limit_of_a_class_tells_its_count(read):
    assert "50亿元以上" in read("绵阳市签约50亿元以上项目3个。").fact("3个").indicator
