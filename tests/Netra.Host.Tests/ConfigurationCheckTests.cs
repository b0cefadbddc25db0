using Microsoft.Extensions.Configuration;

namespace Netra.Host.Tests;

public sealed class ConfigurationCheckTests
{
    [Theory]
    [InlineData("Netra:Gatewy:MessagesPerSecond", "5", "Netra:Gatewy: there is no such setting")]
    [InlineData("Netra:Gateway:MessagesPerSecnd", "5", "Netra:Gateway:MessagesPerSecnd: there is no such setting")]
    [InlineData("Netra:Gateway:MessagesPerSecond", "many", "Netra:Gateway:MessagesPerSecond: 'many' is not a whole number in range")]
    [InlineData("Netra:Gateway:MessagesPerSecond", "99999999999", "Netra:Gateway:MessagesPerSecond: '99999999999' is not a whole number in range")]
    [InlineData("Netra:Gateway:CloseTimeout", "soon", "Netra:Gateway:CloseTimeout: 'soon' is not a time such as 00:00:30")]
    [InlineData("Netra:Gateway:AllowedOrigins", "https://a.example", "Netra:Gateway:AllowedOrigins: must be a list")]
    [InlineData("Netra:Plans", "free", "Netra:Plans: must be a group of settings")]
    [InlineData("Netra:Plans:free", "5", "Netra:Plans:free: must be a group of settings")]
    [InlineData("Netra:Plans:free:MessagesPerSecnd", "5", "Netra:Plans:free:MessagesPerSecnd: there is no such setting")]
    [InlineData("Netra:Plans:vip:MessagesPerSecond", "many", "Netra:Plans:vip:MessagesPerSecond: 'many' is not a whole number in range")]
    [InlineData("Netra:Plans:vip:ConnectionPolicy", "CloseAll", "Netra:Plans:vip:ConnectionPolicy: 'CloseAll' is not one of Reject, CloseOldest")]
    [InlineData("Netra:Authentication:Keys:0", "secret", "Netra:Authentication:Keys:0: must be a group of settings")]
    [InlineData("Netra:Role", "Everything", "Netra:Role: 'Everything' is not one of All, Gateway, Silo")]
    [InlineData("Netra:Role", "7", "Netra:Role: '7' is not one of All, Gateway, Silo")]
    [InlineData("Netra:HasGateway", "true", "Netra:HasGateway: there is no such setting")]
    [InlineData("Netra:Authentication:Keys:0:Algoritm", "HS256", "Netra:Authentication:Keys:0:Algoritm: there is no such setting")]
    [InlineData("Netra:Storage:RocksDb:Pth", "x", "Netra:Storage:RocksDb:Pth: there is no such setting")]
    [InlineData("Netra:Storage:RocksDb:MaxOpenFiles", "-", "Netra:Storage:RocksDb:MaxOpenFiles: '-' is not a whole number in range")]
    public void FindFaults_WrongSetting_NamesIt(string setting, string value, string expected) =>
        Assert.Equal([expected], FindFaults((setting, value)));

    [Theory]
    [InlineData("Netra:Role", "gateway")]
    [InlineData("Netra:Cluster:PrimarySilo", "")]
    [InlineData("Netra:Cluster:PrimarySilo", null)]
    [InlineData("Netra:Gateway:AllowedOrigins", "")]
    [InlineData("Netra:Gateway:AllowedOrigins:0", "https://a.example")]
    [InlineData("netra:gateway:closetimeout", "00:00:09")]
    [InlineData("Netra:Authentication:Keys:0:Algorithm", "HS256")]
    [InlineData("Netra:Plans:vip", "")]
    [InlineData("Netra:Plans:vip:ConnectionsPerUser", "7")]
    [InlineData("Netra:Plans:free:connectionpolicy", "closeoldest")]
    [InlineData("Netra:Api:Keys:0:Scopes:0", "publish")]
    [InlineData("Netra:Storage:RocksDb:MaxOpenFiles", "-1")]
    public void FindFaults_RightSetting_FindsNone(string setting, string? value) => Assert.Empty(FindFaults((setting, value)));

    [Fact]
    public void FindFaults_SeveralWrongSettings_NamesEveryOne()
    {
        var faults = FindFaults(("Netra:Role", "X"), ("Netra:Url2", "x"), ("Netra:Users:MaxAge", "y"));

        Assert.Equal(["Netra:Role", "Netra:Url2", "Netra:Users:MaxAge"], faults.Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)]).Order());
    }

    private static List<string> FindFaults(params (string Setting, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(entry => new KeyValuePair<string, string?>(entry.Setting, entry.Value)))
            .Build();
        return [.. ConfigurationCheck.FindFaults(configuration.GetSection("Netra"), NetraHost.OptionsByPath)];
    }
}
