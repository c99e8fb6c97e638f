"""The time in force at a number."""


def test_leading_time_governs_the_sentence(read):
    found = read("今年1至6月，绵阳市实现地区生产总值1800亿元，增长8.1%。")
    assert {found.fact("1800亿元").period, found.fact("8.1%").period} == {"2023-01/2023-06"}


def test_total_investment_has_no_time(read):
    found = read("惠科显示模组项目2023年3月开工，总投资50亿元。")
    assert found.fact("50亿元").period == ""


def test_yearly_investment_has_its_year(read):
    found = read("惠科显示模组项目2022年完成投资20亿元。")
    assert found.fact("20亿元").period == "2022"


def test_comparison_dates_nothing(read):
    found = read("今年上半年，绵阳市外贸进出口总额比去年同期增长9%。")
    assert found.fact("9%").period == "2023-01/2023-06"


def test_whole_year_told_early_in_the_next(read):
    found = read("全年，绵阳市实现地区生产总值3600亿元。", issued="2023-01-18")
    assert found.fact("3600亿元").period == "2022"


def test_what_holds_now_has_no_time(read):
    found = read("去年绵阳市签约项目214个，目前已开工158个。")
    assert found.fact("158个").period == ""
