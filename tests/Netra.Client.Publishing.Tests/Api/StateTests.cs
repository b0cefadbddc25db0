namespace Netra.Client.Publishing.Tests;

public sealed class StateTests(PublisherHost host) : PublisherHostTests(host)
{
    [Fact]
    public async Task MergeStateAsync_Patch_MakesTheNextVersion()
    {
        var before = await Publisher.GetStateAsync(User);

        var after = await Publisher.MergeStateAsync(User, NetraJson.From(new { theme = "dark", n = 1 }));
        var last = await Publisher.MergeStateAsync(User, NetraJson.Parse("""{"n":null}"""), ifVersion: 1);

        Assert.Equal((0L, "{}"), (before.Version, before.State.GetRawText()));
        Assert.Equal((1L, """{"theme":"dark","n":1}"""), (after.Version, after.State.GetRawText()));
        Assert.Equal((2L, """{"theme":"dark"}"""), (last.Version, last.State.GetRawText()));
    }

    [Fact]
    public async Task PatchStateAsync_Operations_AreAppliedTogether()
    {
        await Publisher.MergeStateAsync(User, NetraJson.From(new { tags = new[] { "a" } }));

        var after = await Publisher.PatchStateAsync(User, NetraJson.Parse("""[{"op":"test","path":"/tags/0","value":"a"},{"op":"add","path":"/tags/-","value":"b"}]"""));

        Assert.Equal((2L, """{"tags":["a","b"]}"""), (after.Version, after.State.GetRawText()));
    }

    [Fact]
    public async Task PatchStateAsync_FailedTest_TellsWhichOperation()
    {
        var error = await Assert.ThrowsAsync<NetraApiException>(
            () => Publisher.PatchStateAsync(User, NetraJson.Parse("""[{"op":"add","path":"/a","value":1},{"op":"test","path":"/a","value":2}]""")));

        Assert.Equal((ErrorCodes.InvalidPatch.Name, 1, "/a"), (error.Code, error.Details!.Index, error.Details.Field));
        Assert.Equal(0, (await Publisher.GetStateAsync(User)).Version);
    }

    [Fact]
    public async Task MergeStateAsync_StaleVersion_TellsBoth()
    {
        await Publisher.MergeStateAsync(User, NetraJson.From(new { a = 1 }));
        await Publisher.MergeStateAsync(User, NetraJson.From(new { a = 2 }));

        var error = await Assert.ThrowsAsync<NetraApiException>(() => Publisher.MergeStateAsync(User, NetraJson.From(new { a = 3 }), ifVersion: 1));

        Assert.Equal((412, ErrorCodes.VersionConflict.Name, 1L, 2L), ((int)error.StatusCode, error.Code, error.ClientVersion, error.ServerVersion));
    }

    [Fact]
    public async Task GetStateIfChangedAsync_KnownVersion_IsNull()
    {
        await Publisher.MergeStateAsync(User, NetraJson.From(new { a = 1 }));

        Assert.Null(await Publisher.GetStateIfChangedAsync(User, knownVersion: 1));
        Assert.Equal(1, (await Publisher.GetStateIfChangedAsync(User, knownVersion: 0))!.Version);
    }

    [Fact]
    public async Task StateChanges_OfTheWrongKind_AreArgumentExceptions()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.MergeStateAsync(User, NetraJson.Parse("[]")));
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.PatchStateAsync(User, NetraJson.Parse("{}")));
    }
}
