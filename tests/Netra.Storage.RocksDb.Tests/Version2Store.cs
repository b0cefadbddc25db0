using Netra.Protocol;
using RocksDbSharp;
using NativeDb = RocksDbSharp.RocksDb;

namespace Netra.Storage.RocksDb.Tests;

/// <summary>A store that a build of format version 2 wrote, record by record: never change the bytes.</summary>
internal static class Version2Store
{
    public static readonly UserId Ada = UserId.Parse("ada");
    public static readonly UserId Bob = UserId.Parse("bob");

    private const string Meta = "4E545241020001747163316E31796335767A6544DCC483";

    private static readonly (string Family, string Key, string Record)[] Records =
    [
        ("heads", "1403C0C40F49B8E50003626F62", "0200B6F403D791B60301000100000000000000000000AE563FD0"),
        ("heads", "691D4463952C802F0003616461", "02DF1FE81A2B2F5A49050205150301010202010101020F937A7B"),
        ("sessions", "691D4463952C802F0003616461746162", "010100000000000000010200000000000000C869E5CF8B0100005F5DCD15"),
        ("frames", "691D4463952C802F00036164610000000000000002", "02020000000000000006DBA599FFBC317B226E223A327DB0BB61FB"),
        ("frames", "691D4463952C802F00036164610000000000000003", "020300000000000000390113A8634D"),
        ("frames", "691D4463952C802F00036164610000000000000004", "02040000000000000009027B226E223A347D05612841"),
        ("frames", "691D4463952C802F00036164610000000000000005", "0105000000000000007B226E223A357DBB907DB4"),
        ("dead_letters", "691D4463952C802F00036164610000000000000001", "02010107000000000000007B226E223A317D5300F2E4"),
        ("state", "691D4463952C802F0003616461", "02017B2261223A317D4C077AEE"),
        ("state", "691D4463952C802F00036164610000000000000002", "02037B22622E63223A327D97CB85C7"),
        ("deduplication", "691D4463952C802F00036164610269642DC3A9", "02C869E5CF8B01000003AAC8ABDE"),
        ("work", "691D4463952C802F00036164610000000000000002", "0274776FF79F164F"),
    ];

    /// <summary>
    /// Ada has the places 2 to 5, of which 2 is of high priority and 3 is a hole, a dead letter, a state with a snapshot and a change, an accepted id
    /// and work; Bob has nothing but a head.
    /// </summary>
    /// <param name="path">The directory.</param>
    /// <param name="newFamilies">Families of a newer version that are there already, as after a start that was cut short.</param>
    public static void Make(string path, params string[] newFamilies)
    {
        var families = new ColumnFamilies();
        foreach (var name in StoreFormat.FamiliesOfVersion2.Concat(newFamilies))
            families.Add(name, DatabaseOptions.ForUsers(new RocksDbOptions(), Cache.CreateLru(1 << 20)));
        using var db = NativeDb.Open(new DbOptions().SetCreateIfMissing(true).SetCreateMissingColumnFamilies(true), path, families);
        db.Put(StoreFormat.MetaKey.ToArray(), Convert.FromHexString(Meta));
        foreach (var (family, key, record) in Records)
            db.Put(Convert.FromHexString(key), Convert.FromHexString(record), db.GetColumnFamily(family));
    }
}
