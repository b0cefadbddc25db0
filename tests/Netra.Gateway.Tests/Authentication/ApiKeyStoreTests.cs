using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Netra.Gateway.Tests;

public sealed class ApiKeyStoreTests
{
    [Fact]
    public void Find_Key_ItsOwnAlone()
    {
        var store = new ApiKeyStore(Options.Create(new ApiOptions { Keys = { KeyOf("one", "k1"), KeyOf("two", "k2") } }));

        Assert.Equal("one", store.Find("k1")?.Name);
        Assert.Equal("two", store.Find("k2")?.Name);
        Assert.Null(store.Find("k3"));
        Assert.Null(store.Find(""));
        Assert.Null(store.Find(KeyOf("one", "k1").Sha256));
    }

    [Fact]
    public void Find_NoKeys_Nobody() => Assert.Null(new ApiKeyStore(Options.Create(new ApiOptions())).Find("anything"));

    private static ApiKeyOptions KeyOf(string name, string key) =>
        new() { Name = name, Sha256 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key))), Scopes = { "read" } };
}
