#pragma warning disable CS0618 // The members with tokens call these, and the test cluster's table has no others.
namespace Netra.Cluster.Tests;

/// <summary>The membership table as one silo reaches it: not at all, once its network is cut.</summary>
internal sealed class CuttableMembershipTable(IMembershipTable inner, CuttableNetwork network) : IMembershipTable
{
    public Task InitializeMembershipTable(bool tryInitTableVersion) => Reached().InitializeMembershipTable(tryInitTableVersion);

    public Task DeleteMembershipTableEntries(string clusterId) => Reached().DeleteMembershipTableEntries(clusterId);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => Reached().CleanupDefunctSiloEntries(beforeDate);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => Reached().ReadRow(key);

    public Task<MembershipTableData> ReadAll() => Reached().ReadAll();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => Reached().InsertRow(entry, tableVersion);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => Reached().UpdateRow(entry, etag, tableVersion);

    public Task UpdateIAmAlive(MembershipEntry entry) => Reached().UpdateIAmAlive(entry);

    private IMembershipTable Reached()
    {
        network.ThrowIfCut();
        return inner;
    }
}
