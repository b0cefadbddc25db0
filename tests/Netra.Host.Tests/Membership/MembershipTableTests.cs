namespace Netra.Host.Tests;

/// <summary>The membership's schema under Orleans' provider: of those who have seen the same version one wins.</summary>
[Collection(PostgresCollection.Name)]
public sealed class MembershipTableTests(SharedPostgres postgres)
{
    private const int Racers = 16;

    [Fact]
    public async Task ReadAll_NobodyIsThere_HasAVersionAndNoMember()
    {
        var (table, _) = await MembershipTables.CreateAsync(postgres);

        var read = await table.ReadAsync();

        Assert.Equal(0, read.Version.Version);
        Assert.Empty(read.Members);
    }

    [Fact]
    public async Task InsertRow_AMember_IsReadAsItWasWrittenAndStepsTheVersion()
    {
        var (table, _) = await MembershipTables.CreateAsync(postgres);
        var entry = MembershipTables.Entry(1, SiloStatus.Active);
        entry.ProxyPort = 30_000;

        Assert.True(await table.InsertAsync(entry, (await table.ReadAsync()).Version));

        var read = await table.ReadAsync();
        Assert.Equal(1, read.Version.Version);
        AssertSame(entry, Assert.Single(read.Members).Item1);
        var row = await table.ReadRowAsync(entry.SiloAddress, CancellationToken.None);
        Assert.Equal(1, row.Version.Version);
        AssertSame(entry, Assert.Single(row.Members).Item1);
    }

    [Fact]
    public async Task ReadRow_OfAnotherGeneration_HasTheVersionAndNoMember()
    {
        var (table, _) = await MembershipTables.CreateAsync(postgres);
        await table.InsertAsync(MembershipTables.Entry(1), (await table.ReadAsync()).Version);

        var read = await table.ReadRowAsync(MembershipTables.Entry(1, generation: 2).SiloAddress, CancellationToken.None);

        Assert.Equal(1, read.Version.Version);
        Assert.Empty(read.Members);
    }

    [Fact]
    public async Task InsertRow_SilosThatJoinAtOnce_OneOfThoseThatSawAVersionWins()
    {
        var (table, database) = await MembershipTables.CreateAsync(postgres);
        var tables = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => MembershipTables.OpenAsync(database)));
        for (var round = 0; round < 5; round++)
        {
            var seen = (await table.ReadAsync()).Version;
            var first = round * Racers;

            var won = await Task.WhenAll(tables.Select((other, i) => other.InsertAsync(MembershipTables.Entry(1 + first + i), seen)));

            Assert.Single(won, one => one);
            var read = await table.ReadAsync();
            Assert.Equal(seen.Version + 1, read.Version.Version);
            Assert.Equal(round + 1, read.Members.Count);
            Assert.Equal(1 + first + Array.IndexOf(won, true), Assert.Single(read.Members, member => member.Item1.SiloAddress.Endpoint.Port > first).Item1.SiloAddress.Endpoint.Port);
        }
    }

    [Fact]
    public async Task InsertRow_OfAMemberThatIsThere_ChangesNothing()
    {
        var (table, _) = await MembershipTables.CreateAsync(postgres);
        await table.InsertAsync(MembershipTables.Entry(1), (await table.ReadAsync()).Version);
        var seen = await table.ReadAsync();

        Assert.False(await table.InsertAsync(MembershipTables.Entry(1, SiloStatus.Active), seen.Version));

        var read = await table.ReadAsync();
        Assert.Equal(seen.Version.Version, read.Version.Version);
        Assert.Equal(SiloStatus.Joining, Assert.Single(read.Members).Item1.Status);
    }

    [Fact]
    public async Task UpdateRow_ByTwoThatSawTheSameVersion_OneWinsAndTheOthersChangeNothing()
    {
        var (table, database) = await MembershipTables.CreateAsync(postgres);
        var tables = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => MembershipTables.OpenAsync(database)));
        for (var port = 1; port <= Racers; port++) await table.InsertAsync(MembershipTables.Entry(port), (await table.ReadAsync()).Version);
        var seen = await table.ReadAsync();

        // Each declares another one dead, with its vote.
        var won = await Task.WhenAll(tables.Select((other, i) =>
        {
            var victim = MembershipTables.Entry(1 + i, SiloStatus.Dead);
            victim.AddSuspector(MembershipTables.Entry(99).SiloAddress, MembershipTables.Now);
            return other.UpdateAsync(victim, seen);
        }));

        Assert.Single(won, one => one);
        var read = await table.ReadAsync();
        Assert.Equal(seen.Version.Version + 1, read.Version.Version);
        var dead = Assert.Single(read.Members, member => member.Item1.Status == SiloStatus.Dead).Item1;
        Assert.Equal(1 + Array.IndexOf(won, true), dead.SiloAddress.Endpoint.Port);
        Assert.Equal(MembershipTables.Entry(99).SiloAddress, Assert.Single(dead.SuspectTimes!).Item1);
    }

    [Fact]
    public async Task UpdateRow_OfAMember_ChangesItAndStepsTheVersion()
    {
        var (table, _) = await MembershipTables.CreateAsync(postgres);
        await table.InsertAsync(MembershipTables.Entry(1), (await table.ReadAsync()).Version);
        var seen = await table.ReadAsync();
        var entry = MembershipTables.Entry(1, SiloStatus.Active, MembershipTables.Now.AddSeconds(1));

        Assert.True(await table.UpdateAsync(entry, seen));

        var read = await table.ReadAsync();
        Assert.Equal(seen.Version.Version + 1, read.Version.Version);
        var changed = Assert.Single(read.Members).Item1;
        Assert.Equal(SiloStatus.Active, changed.Status);
        Assert.Equal(entry.IAmAliveTime, changed.IAmAliveTime);
        Assert.Equal(MembershipTables.Now, changed.StartTime);
        Assert.Null(changed.SuspectTimes);
    }

    [Fact]
    public async Task UpdateRow_OfAnUnknownMember_ChangesNothing()
    {
        var (table, _) = await MembershipTables.CreateAsync(postgres);
        var seen = await table.ReadAsync();

        Assert.False(await table.UpdateAsync(MembershipTables.Entry(1, SiloStatus.Active), seen));

        Assert.Equal(seen.Version.Version, (await table.ReadAsync()).Version.Version);
    }

    [Fact]
    public async Task UpdateIAmAlive_OfAMember_LeavesItsStatusAndTheVersion()
    {
        var (table, _) = await MembershipTables.CreateAsync(postgres);
        await table.InsertAsync(MembershipTables.Entry(1, SiloStatus.Active), (await table.ReadAsync()).Version);
        await table.InsertAsync(MembershipTables.Entry(2, SiloStatus.Dead), (await table.ReadAsync()).Version);
        var seen = await table.ReadAsync();
        var later = MembershipTables.Now.AddMinutes(1);

        foreach (var port in new[] { 1, 2 }) await table.UpdateIAmAliveAsync(MembershipTables.Entry(port, SiloStatus.Active, later), CancellationToken.None);

        var read = await table.ReadAsync();
        Assert.Equal(seen.Version.Version, read.Version.Version);
        Assert.Equal([SiloStatus.Active, SiloStatus.Dead], read.Members.OrderBy(member => member.Item1.SiloAddress.Endpoint.Port).Select(member => member.Item1.Status));
        Assert.All(read.Members, member => Assert.Equal(later, member.Item1.IAmAliveTime));
    }

    [Fact]
    public async Task CleanupDefunctSiloEntries_OfATime_TakesOnlyTheDeadFromBefore()
    {
        var (table, _) = await MembershipTables.CreateAsync(postgres);
        var (old, young) = (MembershipTables.Now.AddDays(-2), MembershipTables.Now);
        var entries = new[]
        {
            MembershipTables.Entry(1, SiloStatus.Dead, old), MembershipTables.Entry(2, SiloStatus.Dead, young),
            MembershipTables.Entry(3, SiloStatus.Active, old), MembershipTables.Entry(4, SiloStatus.ShuttingDown, old),
        };
        foreach (var entry in entries) await table.InsertAsync(entry, (await table.ReadAsync()).Version);
        var seen = await table.ReadAsync();

        await table.CleanupDefunctSiloEntriesAsync(young.AddDays(-1), CancellationToken.None);

        var read = await table.ReadAsync();
        Assert.Equal([2, 3, 4], read.Members.Select(member => member.Item1.SiloAddress.Endpoint.Port).Order());
        Assert.Equal(seen.Version.Version, read.Version.Version);
    }

    [Fact]
    public async Task DeleteMembershipTableEntries_OfOneCluster_LeavesTheOther()
    {
        var (table, database) = await MembershipTables.CreateAsync(postgres);
        var neighbour = await MembershipTables.OpenAsync(database, "neighbour");
        foreach (var one in new[] { table, neighbour }) await one.InsertAsync(MembershipTables.Entry(1), (await one.ReadAsync()).Version);

        await table.DeleteMembershipTableEntriesAsync(MembershipTables.Cluster, CancellationToken.None);

        Assert.Single((await neighbour.ReadAsync()).Members);
        var again = await MembershipTables.OpenAsync(database);
        Assert.Empty((await again.ReadAsync()).Members);
    }

    [Fact]
    public async Task InitializeMembershipTable_ByAllAtOnce_MakesOneVersion()
    {
        var (first, database) = await MembershipTables.CreateAsync(postgres);
        await first.DeleteMembershipTableEntriesAsync(MembershipTables.Cluster, CancellationToken.None);

        var tables = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => MembershipTables.OpenAsync(database)));

        foreach (var table in tables) Assert.Equal(0, (await table.ReadAsync()).Version.Version);
    }

    private static void AssertSame(MembershipEntry expected, MembershipEntry actual)
    {
        Assert.Equal(expected.SiloAddress, actual.SiloAddress);
        Assert.Equal(expected.SiloName, actual.SiloName);
        Assert.Equal(expected.HostName, actual.HostName);
        Assert.Equal(expected.Status, actual.Status);
        Assert.Equal(expected.ProxyPort, actual.ProxyPort);
        Assert.Equal(expected.StartTime, actual.StartTime);
        Assert.Equal(expected.IAmAliveTime, actual.IAmAliveTime);
    }
}
