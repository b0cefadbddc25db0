using System.Globalization;
using System.Text.RegularExpressions;
using Netra.Gateway;

namespace Netra.Deploy.Tests;

public sealed class DocumentTests
{
    [Theory]
    [InlineData("docs/deploying.md")]
    [InlineData("docs/upgrading.md")]
    [InlineData("docs/backup.md")]
    [InlineData("docs/storage.md")]
    [InlineData("docs/metrics.md")]
    [InlineData("docs/runbook.md")]
    public void Check_Page_NamesWhatIsThere(string page) => Assert.Empty(DocumentChecks.Check(RepositoryFolder.Read(page), Overlay.Read(Overlay.Production)));

    [Theory]
    [InlineData("see `k8s/base/gateway/ingres.yaml`.", "there is no k8s/base/gateway/ingres.yaml")]
    [InlineData("kubectl -n netra rollout status deployment netra-gate", "there is no deployment/netra-gate")]
    [InlineData("kubectl -n netra wait --for=condition=Complete job/netra-migrat", "there is no job/netra-migrat")]
    [InlineData("kubectl -n netra delete job netra-migrat", "there is no job/netra-migrat")]
    [InlineData("Netra__Cluster__Advertised=10.0.0.1", "Netra:Cluster:Advertised: there is no such setting")]
    [InlineData("Netra__Role=Silo", null)]
    [InlineData("dotnet Netra.Host.dll migrat", "there is no command migrat")]
    [InlineData("/opt/netra/Netra.Host health", null)]
    [InlineData("kubectl -n netra create job netra-migrate --from=cronjob/netra-migrat", "there is no cronjob/netra-migrat")]
    [InlineData("kubectl -n netra create job netra-migrate --from=cronjob/netra-migrate", null)]
    [InlineData("as [there](upgrade.md) said", "there is no page upgrade.md")]
    [InlineData("as [there](upgrading.md#in-short), [here](../README.md) and [elsewhere](https://example.com/a#b) said", null)]
    [InlineData("## What's new\n[below](#whats-new)", null)]
    [InlineData("## What's new\n[below](#what-is-new)", "there is no heading #what-is-new")]
    [InlineData("[there](upgrading.md#in-long)", "there is no heading upgrading.md#in-long")]
    [InlineData("/opt/netra/Netra.Host migrate", "migrate is run without its settings, which systemd alone reads")]
    [InlineData("systemd-run --property=EnvironmentFile=/etc/netra/netra.env /opt/netra/Netra.Host new-epoch", null)]
    [InlineData("--from-literal=A=\"$(openssl rand -base64 48)\"", "the value of A is made, and kept by nobody")]
    public void Check_Line_FindsWhatIsNotThere(string line, string? finding) =>
        Assert.Equal(finding is null ? [] : [finding], DocumentChecks.Check(line, Overlay.Read(Overlay.Production)));

    [Fact]
    public void Check_UnitOfSystemd_WaitsForTheDrain()
    {
        var seconds = Regex.Match(RepositoryFolder.Read("docs/deploying.md"), "^TimeoutStopSec=([0-9]+)$", RegexOptions.Multiline).Groups[1].Value;

        Assert.True(int.Parse(seconds, CultureInfo.InvariantCulture) > new DrainOptions().GracePeriod.TotalSeconds);
    }

    [Fact]
    public void Read_CommandOverSeveralLines_HasItsEntries()
    {
        var secrets = DocumentedSecrets.Read("   kubectl -n netra create secret generic a-b \\\n  --from-literal=A=\"x y\" \\\n  --from-literal=B=\"$(printf %s \"$K\" | cut -c1)\" --from-literal=C=z\n");

        Assert.Equal(new Dictionary<string, string> { ["A"] = "x y", ["B"] = new string('a', 64), ["C"] = "z" }, Assert.Single(secrets).Value);
    }
}
