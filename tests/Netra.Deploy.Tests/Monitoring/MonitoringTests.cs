using System.Text;
using System.Text.RegularExpressions;

namespace Netra.Deploy.Tests;

/// <summary>What is given to those who have Prometheus and Grafana: it parses, names what is there, and leads to a page that says what to do.</summary>
public sealed class MonitoringTests
{
    private static readonly MetricCatalog Metrics = MetricCatalog.Read();

    [Fact]
    public void Catalog_OfTheDocument_HasTheSeriesOfEveryKind() =>
        Assert.Superset(
            new HashSet<string> { "up", "netra_gateway_connections", "netra_user_messages_total", "netra_user_publish_duration_seconds_bucket", "netra_webhook_duration_seconds_count" },
            Metrics.Series.ToHashSet());

    [Theory]
    [InlineData("sum(rate(netra_user_messages_totals[5m]))", "there is no netra_user_messages_totals")]
    [InlineData("netra_user_publish_duration_seconds", "there is no netra_user_publish_duration_seconds")]
    [InlineData("sum by (netra_role) (netra_gateway_connections)", "no metric of the query has the label netra_role")]
    [InlineData("netra_gateway_connections{netra_connection_state=\"asleep\"}", "there is no value asleep")]
    [InlineData("netra_webhook_duration_seconds_count{netra_webhook_outcome!~\"succeeded|rejected\"}", null)]
    [InlineData("1 + 1", "'1 + 1' names no metric")]
    public void Check_Query_FindsWhatIsNotThere(string query, string? finding) => Assert.Equal(finding is null ? [] : [finding], Metrics.Check(query));

    [Fact]
    public void Alerts_NameMetricsThatAreThere() => Assert.Empty(AlertGroups.Read().Rules.SelectMany(rule => Metrics.Check(rule.Expr).Select(fault => $"{rule.Alert}: {fault}")));

    [Fact]
    public void Alerts_ArePrometheusRules() => Assert.Equal("", Promtool.CheckRules(Path.Combine(RepositoryFolder.Path, "monitoring", "alerts.yaml")));

    [Fact]
    public void Alerts_OverSeriesOfGoodAndBadDays_ComeWhenTheyShould() =>
        Assert.Equal("", Promtool.TestRules(Path.Combine(RepositoryFolder.Path, "tests", "Netra.Deploy.Tests", "Monitoring", "alerts.test.yaml")));

    [Fact]
    public void Alerts_OfTheOperator_AreTheSame()
    {
        var rule = Assert.Single(Overlay.Read(Overlay.Everything).All<PrometheusRule>());

        Assert.Equal(AlertGroups.Read().ToText(), rule.Spec.ToText());
    }

    [Fact]
    public void Alerts_EachHasItsPageInTheRunbook()
    {
        var rules = AlertGroups.Read().Rules.ToList();
        var headings = Regex.Matches(RepositoryFolder.Read("docs/runbook.md"), "^## (.+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

        Assert.Equal(rules.Select(rule => rule.Alert).Order(), headings.Order());
        Assert.All(rules, rule => Assert.Equal($"docs/runbook.md#{rule.Alert.ToLowerInvariant()}", rule.Annotations["runbook"]));
        Assert.All(rules, rule => Assert.Contains(rule.Labels["severity"], new[] { "critical", "warning" }));
        Assert.All(rules, rule => Assert.Equal(["description", "runbook", "summary"], rule.Annotations.Keys.Order()));
    }

    [Fact]
    public void Runbook_EachPage_SaysWhatItMeansHowToConfirmAndWhatToDo()
    {
        var pages = RepositoryFolder.Read("docs/runbook.md").Split("\n## ").Skip(1);

        Assert.All(pages, page => Assert.Equal(["Means", "Confirm", "Do"], Regex.Matches(page, @"^\*\*(\w+)\.\*\*", RegexOptions.Multiline).Select(match => match.Groups[1].Value)));
    }

    [Fact]
    public void Runbook_NamesMetricsThatAreThere()
    {
        var named = Regex.Matches(RepositoryFolder.Read("docs/runbook.md"), @"\bnetra_\w+").Select(match => match.Value).Where(name => !name.EndsWith('_')).Distinct();
        var known = Metrics.Series.Concat(Metrics.Series.Select(name => Regex.Replace(name, "_(bucket|sum|count)$", ""))).Concat(Metrics.Labels).ToHashSet();

        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void Runbook_NamesCallsThatAreThere()
    {
        var protocol = RepositoryFolder.Read("docs/protocol.md");
        var named = Regex.Matches(RepositoryFolder.Read("docs/runbook.md"), @"`(?<method>GET|POST|PUT|PATCH|DELETE) /api/v1(?<path>[^`]+)`").ToList();

        Assert.NotEmpty(named);
        Assert.All(named, call => Assert.Matches(Regex.Escape($"| `{call.Groups["method"].Value} {call.Groups["path"].Value}") + "[?`]", protocol));
    }

    [Fact]
    public void Grafana_NamesMetricsThatAreThere() =>
        Assert.Empty(GrafanaDashboard.Read().Queries.SelectMany(panel => panel.Queries.SelectMany(Metrics.Check).Select(fault => $"{panel.Panel}: {fault}")));

    [Fact]
    public void Grafana_QueriesAreThoseOfPrometheus()
    {
        var rules = new StringBuilder("groups:\n- name: grafana\n  rules:\n");
        foreach (var (query, i) in GrafanaDashboard.Read().Queries.SelectMany(panel => panel.Queries).Select((query, i) => (query, i)))
            rules.Append(System.Globalization.CultureInfo.InvariantCulture, $"  - record: panel_{i}\n    expr: |-\n      {query}\n");
        var file = Path.GetTempFileName();
        File.WriteAllText(file, rules.ToString());

        var faults = Promtool.CheckRules(file);
        File.Delete(file);

        Assert.Equal("", faults);
    }

    [Fact]
    public void Grafana_PanelsAreEachOnceAndSideBySide()
    {
        var dashboard = GrafanaDashboard.Read();
        var ids = dashboard.Panels.Select(panel => panel.GetProperty("id").GetInt32()).ToList();
        var places = dashboard.Places.ToList();

        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.All(dashboard.Queries, panel => Assert.NotEmpty(panel.Queries));
        Assert.All(places, place => Assert.InRange(place.Right, 1, 24));
        for (var i = 0; i < places.Count; i++)
        {
            Assert.DoesNotContain(places.Skip(i + 1), other =>
                other.Left < places[i].Right && places[i].Left < other.Right && other.Top < places[i].Bottom && places[i].Top < other.Bottom);
        }
    }
}
